// The page's own module, run by node, reaches the bits of the native build: tests/parity.rs holds
// the same file.
import { readFile } from "node:fs/promises";

const here = (path) => new URL(path, import.meta.url);
// By its text, so that every version of node takes it for a module whatever its name ends in.
const glue = await readFile(here("../../dist/glassnet.js"), "base64");
const { default: start, unpacked, trained } = await import(`data:text/javascript;base64,${glue}`);
const packed = await readFile(here("../../dist/glassnet_bg.wasm"));
await start(await unpacked(await WebAssembly.instantiate(packed)));

// FNV-1a over the bytes of the numbers in double precision, little-endian.
const bits = (values) => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(Float64Array.from(values).buffer)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, "0");
};

let failed = 0;
const cases = JSON.parse(await readFile(here("cases.json"), "utf8"));
for (const { name, state, bits: native } of cases) {
  let found;
  try {
    const [layers, { trainLoss, testLoss }] = trained(state, 200);
    const parameters = layers.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]);
    found = bits([...parameters, trainLoss, testLoss]);
  } catch (error) {
    found = String(error);
  }
  const same = found === native;
  failed += !same;
  console.log(`test ${name} ... ${same ? "ok" : `FAILED: ${found}, not ${native}`}`);
}
console.log(`test result: ${failed ? "FAILED" : "ok"}. ${cases.length - failed} passed; ${failed} failed`);
process.exitCode = failed ? 1 : 0;
