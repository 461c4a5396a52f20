// Stands before everything else in the page built by `cargo xtask profile`: each function pushes its
// place to `marked`, and `marks` is how many had when the element was ready, and when its first
// picture was there.
"use strict";
window.marked = [];
window.marks = [];
const nextFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => nextFrame((time) => {
  callback(time);
  if (window.marks.length === 1) window.marks.push(window.marked.length);
});
customElements.whenDefined("glass-net")
  .then(() => document.querySelector("glass-net").ready)
  .then(() => { window.marks.push(window.marked.length); });
