
/**
 * What the small module, instantiated, unpacks: the page's own in parts (see xtask/pack). The first
 * is there at once; the others are when they are asked for, or unpacked while nothing else is done.
 */
export async function unpacked({ module, instance }) {
  let { memory, more } = instance.exports;
  const [packed] = WebAssembly.Module.customSections(module, "packed");
  const size = packed.byteLength;
  const at = memory.grow((size + 65535) >> 16) << 16;
  new Uint8Array(memory.buffer, at).set(new Uint8Array(packed));
  instance.exports.unpack(at, size);
  const parts = [];
  // Unpacks the next functions, at most so many (-1: all), until a part has ended.
  const go = (functions) => {
    const told = more(functions);
    if (!told) return;
    const [start, end, before, count, base, left] = new Uint32Array(memory.buffer, told, 6);
    parts.push({ code: memory.buffer.slice(start, end), before, count, base, left });
    // Its memory is needed no more.
    if (!left) more = memory = null;
  };
  const shared = {
    /** How many parts are linked before the module starts. */
    early: 1,
    part(at) {
      while (!parts[at]) go(-1);
      const part = parts[at];
      part.module ??= new WebAssembly.Module(part.code);
      return part;
    },
    /** Unpacks on while nothing else is to be done, a few milliseconds at a time. */
    idle() {
      if (!parts.at(-1).left) return;
      go(12);
      setTimeout(shared.idle);
    },
  };
  go(-1);
  try {
    shared.part(0);
  } catch {
    // Chromium before 115 links on the main thread only what it may wait for.
    while (parts.at(-1).left) go(-1);
    for (const part of parts) part.module = await WebAssembly.compile(part.code);
    shared.early = parts.length;
  }
  return shared;
}

/** An instance of the module. What is not there yet is linked to it when it is called first. */
export default async (parts) => {
  const imports = __wbg_get_imports();
  let linked = 1;
  let instance;
  const next = () => {
    const { before, count, base, module } = parts.part(linked);
    const { t, g, memory: m } = instance.exports;
    const all = { t, g, m };
    for (let index = 0; index < before; index += 1) {
      all[String.fromCharCode(64 | index >> 6, 64 | index & 63)] = t.get(base + index);
    }
    t.grow(count - before);
    linked += 1;
    return [module, { "": all }];
  };
  imports[""] = { n() { new WebAssembly.Instance(...next()); } };
  instance = await WebAssembly.instantiate(parts.part(0).module, imports);
  while (linked < parts.early) await WebAssembly.instantiate(...next());
  setTimeout(parts.idle, 300);
  return __wbg_finalize_init(instance);
};
