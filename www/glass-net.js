// The element <glass-net>: a shim that carries the browser's events to the figure, which is
// Rust (see src/web), and the figure's answers back. It holds no logic of its own.
//
// All elements of a page share one compiled module. Each runs in an instance of its own, so
// that a fault in one leaves the others untouched.

const HERE = new URL("./", import.meta.url);
const NEWS = [
  "click", "input", "change", "toggle", "keydown", "focusin", "focusout", "pointerdown",
  "pointermove", "pointerup", "pointercancel", "pointerleave", "scroll",
];
/** Milliseconds after which a fault of the machine counts as another one. */
const HEALTHY = 5000;
const OBSERVED = ["lab", "config", "seed", "step", "panels", "controls"];

let parts;
let sheet;
let engines = 0;
const idle = [];

/** The module in its parts; fetched once, again only after a failure. The glue links them. */
function shared(glue) {
  parts ??= Promise.all([import(glue), fetched()])
    .then(([{ unpacked }, small]) => unpacked(small))
    .catch((error) => {
      parts = undefined;
      throw error;
    });
  return parts;
}

/** The file is a small module that unpacks the large one: see xtask/pack. */
async function fetched() {
  const url = new URL("glassnet_bg.wasm", HERE);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be loaded (${response.status})`);
  // A host that serves the file under another type still works, only a little later.
  const streams = response.headers.get("content-type")?.startsWith("application/wasm");
  return streams
    ? WebAssembly.instantiateStreaming(response)
    : WebAssembly.instantiate(await response.arrayBuffer());
}

/** An instance of the module with its glue. The query makes the glue a module of its own. */
async function engine() {
  if (idle.length) return idle.pop();
  const name = engines ? `./glassnet.js?${engines}` : "./glassnet.js";
  engines += 1;
  const [glue, all] = await Promise.all([import(name), shared(name)]);
  await glue.default(all);
  return glue;
}

/** Whether an error is a fault of the machine rather than a refusal with a reason. */
function isFault(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/** A script's value as it is now: what runs code while it is read runs before the figure is asked. */
function copied(value) {
  if (typeof value !== "object" || value === null) return value;
  if ([Date, Map, Set].some((kind) => value instanceof kind)) return String(value);
  try {
    return structuredClone(value);
  } catch {
    // Proxies, as frameworks make them, are no clones; what is no JSON is named by its text.
    const text = (_, part) => {
      const odd = ["function", "symbol"].includes(typeof part) || (typeof part === "number" && !Number.isFinite(part));
      return odd ? String(part) : part;
    };
    return JSON.parse(JSON.stringify(value, text));
  }
}

export class GlassNet extends HTMLElement {
  static observedAttributes = OBSERVED;

  /** Resolves to this element once it answers to every method. */
  ready;

  #root;
  #resolve;
  #reject;
  #engine;
  #figure;
  #state = "new";
  #link;
  #going;
  #faults = 0;
  #healed = -HEALTHY;
  #told = false;
  #queue = [];
  #busy = false;
  #raf = 0;
  #timer = 0;
  #onScreen = true;
  #connection;
  #sizes;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    this.#root.append(document.createElement("slot"));
    this.#promise();
    for (const type of NEWS) {
      this.#root.addEventListener(type, (event) => this.#hear(event), { capture: true });
    }
    this.#root.addEventListener("touchstart", (event) => this.#hear(event), {
      capture: true,
      passive: false,
    });
  }

  #promise() {
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Who does not ask is not disturbed; who awaits still hears of a failure.
    this.ready.catch(() => {});
  }

  connectedCallback() {
    const { signal } = (this.#connection = new AbortController());
    const lazy = this.getAttribute("loading") === "lazy";
    this.#onScreen = !lazy;
    this.#sizes = new ResizeObserver(() => this.#run((figure) => figure.measure()));
    const sight = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1).isIntersecting;
      this.#wake();
    });
    sight.observe(this);
    signal.addEventListener("abort", () => {
      sight.disconnect();
      this.#sizes.disconnect();
      cancelAnimationFrame(this.#raf);
      this.#raf = 0;
      clearTimeout(this.#timer);
    });
    document.addEventListener("visibilitychange", () => this.#wake(), { signal });
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"]) {
      matchMedia(query).addEventListener("change", () => this.#run((f) => f.measure()), { signal });
    }
    if (this.hasAttribute("linked")) {
      // The event's own address: the present one may be another by now.
      addEventListener("hashchange", ({ newURL }) => {
        this.#run((figure) => figure.open(new URL(newURL).hash));
      }, { signal });
      // The page's keys work before anything in it has the focus.
      document.addEventListener("keydown", (event) => {
        if (event.target === document.body) this.#hear(event);
      }, { signal });
    }
    this.#observeSizes();
    this.#wake();
  }

  disconnectedCallback() {
    this.#connection?.abort();
  }

  attributeChangedCallback() {
    if (this.#figure) this.#begin(this.#fragment());
  }

  /** Starts what waited for being seen; asks for a frame where there is something to do. */
  #wake() {
    if (!this.isConnected || !this.#onScreen || document.hidden) return;
    if (this.#state === "new") this.#load(this.#fragment());
    if (this.#raf) return;
    clearTimeout(this.#timer);
    const rest = this.#figure?.rest();
    if (rest === undefined) return;
    if (rest > 0) {
      this.#timer = setTimeout(() => this.#wake(), rest);
      return;
    }
    this.#raf = requestAnimationFrame(() => {
      this.#raf = 0;
      this.#run((figure) => figure.frame());
    });
  }

  /** The document that the attributes, or the page's address, ask for. */
  #fragment() {
    const hash = this.hasAttribute("linked") ? location.hash.slice(1) : "";
    if (hash) return hash;
    const parts = [this.getAttribute("config")];
    for (const key of ["seed", "step"]) {
      if (this.hasAttribute(key)) parts.push(`${key}=${this.getAttribute(key)}`);
    }
    return parts.filter(Boolean).join("&");
  }

  async #load(fragment, healed) {
    this.#state = "loading";
    try {
      this.#engine = await engine();
    } catch (error) {
      this.#state = "failed";
      this.#say(`Glassnet could not start: ${error.message}`, "Try again", () => {
        this.#load(fragment);
      });
      this.#tell("glass-error", { message: error.message });
      this.#reject(error);
      return;
    }
    if (this.#state === "destroyed") {
      idle.push(this.#engine);
      return;
    }
    this.#begin(fragment, healed);
  }

  /** Builds the figure; `healed` tells what was going in the one that it takes the place of. */
  #begin(fragment, healed) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(this.#engine.stylesheet());
    }
    this.#root.adoptedStyleSheets = [sheet];
    this.#sizes?.disconnect();
    this.#link = fragment;
    try {
      this.#figure?.free();
      this.#figure = undefined;
      this.#figure = new this.#engine.Figure(this.#root, fragment, HERE.href);
    } catch (error) {
      this.#crash(error);
      return;
    }
    this.#state = "ready";
    this.#observeSizes();
    this.#run((figure) => figure.measure());
    if (healed) this.#run((figure) => figure.resume(healed.going ?? ""));
    if (this.#state !== "ready") return;
    this.#resolve(this);
    if (!this.#told) this.#tell("glass-ready", {});
    this.#told = true;
  }

  #observeSizes() {
    for (const panel of this.#root.querySelectorAll("[data-canvas], [data-slot=rows]")) this.#sizes?.observe(panel);
  }

  /** Carries one event to the figure; its target is gone once the event has been through. */
  #hear(event) {
    const target = event.composedPath()[0];
    this.#run((figure) => figure.hear(event, target));
  }

  /** Runs a task on the figure; what comes up in the middle of one waits for its end. */
  #run(task) {
    if (!this.#figure) return;
    this.#queue.push(task);
    if (!this.#busy) this.#work();
  }

  #work() {
    this.#busy = true;
    try {
      while (this.#queue.length && this.#figure) this.#queue.shift()(this.#figure);
    } catch (error) {
      this.#crash(error);
    } finally {
      this.#busy = false;
    }
    this.#answer();
  }

  /** Calls one method of the script interface. */
  #call(name, ...values) {
    if (!this.#figure) {
      const why = {
        destroyed: "this glass-net was destroyed",
        crashed: "this glass-net has stopped after a fault; its button starts it again",
      };
      throw new Error(why[this.#state] ?? `glass-net is not ready: await its promise "ready" before ${name}()`);
    }
    if (this.#busy) throw new Error(`${name}() was called from inside another call`);
    const plain = values.map((value) => {
      try {
        return copied(value);
      } catch (error) {
        throw new Error(`${name}: what was given cannot be read: ${error.message}`);
      }
    });
    this.#busy = true;
    let value;
    try {
      value = this.#figure.call(name, plain);
    } catch (error) {
      if (isFault(error)) this.#crash(error);
      throw error;
    } finally {
      this.#busy = false;
      this.#work();
    }
    return value;
  }

  /** Does what the figure asks for after a task. */
  #answer() {
    for (const [name, detail] of this.#figure?.answers() ?? []) {
      if (name === "copy") this.#copy(detail);
      else if (name === "keep") this.#link = detail;
      else this.#tell(name, detail);
    }
    this.#going = this.#figure?.going();
    this.#wake();
  }

  #tell(name, detail) {
    if (name === "glass-change") this.#link = detail.link;
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  async #copy(text) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = false;
    }
    this.#run((figure) => figure.copied(text, done));
  }

  /**
   * Shows a fault with a way to go on, in this element alone. A panic would only come again;
   * a fault of the machine (WebKit now and then reads out of bounds where the other browsers,
   * with the same bits, do not) is gone with its instance: the figure goes on by itself.
   */
  #crash(error) {
    const panic = this.#engine.fault();
    const message = panic ?? error.message;
    const now = performance.now();
    if (panic === undefined && isFault(error) && now - this.#healed > HEALTHY) {
      this.#healed = now;
      this.#stop();
      this.#promise();
      this.#load(this.#link, { going: this.#going });
      return;
    }
    const words = ["fault.message", "fault.restart"].map((key) => this.#engine.word(key));
    // After a second fault the link itself is the suspect.
    this.#faults += 1;
    const link = this.#faults > 1 ? "" : this.#link;
    this.#stop();
    this.#told = false;
    this.#state = "crashed";
    this.#reject(new Error(message));
    this.#say(`${words[0]} (${message})`, words[1], () => this.#load(link));
    this.#tell("glass-error", { message });
  }

  /** Lets go of an instance that cannot be asked any more. */
  #stop() {
    this.#engine = undefined;
    this.#figure = undefined;
    this.#queue.length = 0;
    cancelAnimationFrame(this.#raf);
    this.#raf = 0;
  }

  #say(text, label, act) {
    const box = document.createElement("div");
    const line = document.createElement("p");
    const button = document.createElement("button");
    box.className = "fault";
    box.setAttribute("role", "alert");
    line.textContent = text;
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act, { once: true });
    box.append(line, button);
    this.#root.replaceChildren(box);
  }

  getState() { return this.#call("getState"); }
  setState(state) { this.#call("setState", state); }
  play() { this.#call("play"); }
  pause() { this.#call("pause"); }
  reset() { this.#call("reset"); }
  step(unit = "batch", n = 1) { return this.#call("step", unit, n); }
  back(unit = "batch", n = 1) { return this.#call("back", unit, n); }
  seek(step) { return this.#call("seek", step); }
  history() { return this.#call("history"); }
  trace(sample) { return this.#call("trace", sample); }
  tape() { return this.#call("tape"); }
  metrics() { return this.#call("metrics"); }
  weights() { return this.#call("weights"); }
  setWeights(layers) { this.#call("setWeights", layers); }
  predict(rows) { return this.#call("predict", rows); }
  data() { return this.#call("data"); }
  nextBatch() { return this.#call("nextBatch"); }
  gradients() { return this.#call("gradients"); }
  maps(size) { return this.#call("maps", size); }
  toURL() { return this.#call("toURL"); }

  /** Stops the figure for good and frees what it holds. */
  destroy() {
    this.#connection?.abort();
    if (this.#figure) {
      this.#figure.free();
      idle.push(this.#engine);
    }
    this.#figure = undefined;
    this.#engine = undefined;
    this.#state = "destroyed";
    this.#root.replaceChildren(document.createElement("slot"));
    this.#reject(new Error("this glass-net was destroyed"));
  }
}

customElements.define("glass-net", GlassNet);
