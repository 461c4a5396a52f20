// Stands before every script that a test runs in a page.
const flat = (layers) => layers.flatMap(({ weight, bias }) => [...weight.flatMap((row) => Array.from(row)), ...bias]);

// FNV-1a over the bytes of the numbers in double precision, little-endian: what tests/parity.rs
// computes.
const bits = (values) => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(Float64Array.from(values).buffer)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, "0");
};

// All text below a node, styles and scripts left out.
const text = (node) => [...node.childNodes].map((child) => {
  if (child.nodeType === Node.TEXT_NODE) return child.data;
  return /^(STYLE|SCRIPT)$/i.test(child.nodeName) ? "" : text(child);
}).join(" ");

// The element that has the focus, also inside shadow roots.
const focused = (root = document) => {
  const element = root.activeElement;
  return element?.shadowRoot?.activeElement ? focused(element.shadowRoot) : element;
};
