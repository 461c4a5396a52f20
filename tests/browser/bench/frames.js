// Stands before everything else in the page and times it: how long until its element is ready, and
// how long each frame keeps the main thread, from the first callback to the end of painting.
"use strict";
window.frames_ms = [];
let began = null;
const afterwards = new MessageChannel();
afterwards.port1.onmessage = () => {
  window.frames_ms.push(performance.now() - began);
  began = null;
};
const nextFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => nextFrame((time) => {
  if (began === null) {
    began = performance.now();
    // Style, layout and painting belong to the same task: the message arrives after them.
    afterwards.port2.postMessage(null);
  }
  callback(time);
});
customElements.whenDefined("glass-net")
  .then(() => document.querySelector("glass-net").ready)
  .then(() => { window.readyAt = performance.now(); });
