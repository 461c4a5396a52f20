// Stands before every script that a test runs in a page.
const flat = (layers) => layers.flatMap(({ weight, bias }) => [...weight.flatMap((row) => Array.from(row)), ...bias]);

// FNV-1a over the little-endian bytes of all parameters in single precision, layer by layer, of
// each layer the weights unit by unit and then the biases: what tests/parity.rs computes.
const bits = (layers) => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(new Float32Array(flat(layers)).buffer)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, "0");
};
