// The same work by three implementations, each behind the same two calls:
//   train(net)  gives { run(epochs), samples }: an epoch is 250 samples of the circle
//   maps(net)   gives { run(times) }: every unit's activation on a grid of 100 x 100
"use strict";

const RATE = 0.03;
const GRID = 100;
const FEATURES = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"];
const VALUES = [(x, y) => x, (x, y) => y, (x) => x * x, (x, y) => y * y, (x, y) => x * y, Math.sin, (x, y) => Math.sin(y)];
const NETS = {
  a: { inputs: 2, hidden: [4, 2], batch: 10 },
  b: { inputs: 2, hidden: [8, 8], batch: 10 },
  c: { inputs: 7, hidden: [8, 8, 8, 8, 8, 8], batch: 10 },
  d: { inputs: 2, hidden: [64, 64], batch: 32 },
};

const features = (x, y, inputs) => VALUES.slice(0, inputs).map((value) => value(x, y));

// 250 points, inside the circle 1 and outside 0; what they are does not matter for the time.
const samples = (inputs) => {
  let state = 1;
  const unit = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: 250 }, () => {
    const [x, y] = [12 * unit() - 6, 12 * unit() - 6];
    return { row: features(x, y, inputs), target: Math.hypot(x, y) < 3 ? 1 : 0 };
  });
};

const grid = (inputs) => Array.from({ length: GRID * GRID }, (_, cell) => {
  const place = (index) => 12 * (index + 0.5) / GRID - 6;
  return features(place(cell % GRID), place(Math.floor(cell / GRID)), inputs);
});

const ours = {
  open({ inputs, hidden, batch }) {
    const net = document.querySelector("glass-net");
    net.setState({ v: 1, seed: 1, config: {
      data: { kind: "circle", samples: 500, train: 0.5, features: FEATURES.slice(0, inputs) },
      model: { hidden, activation: "tanh", output: "tanh" },
      train: { loss: "half-squared", optimizer: "sgd", rate: RATE, batch },
    } });
    return net;
  },
  train(spec) {
    const net = this.open(spec);
    const { length } = net.data().train;
    if (length !== 250) throw new Error(`${length} samples train, not 250`);
    return { run: (epochs) => net.step("epoch", epochs) };
  },
  maps(spec) {
    const net = this.open(spec);
    return { run: (times) => { for (let time = 0; time < times; time += 1) net.maps(GRID); } };
  },
};

const convnet = {
  open({ inputs, hidden }) {
    const net = new convnetjs.Net();
    net.makeLayers([
      { type: "input", out_sx: 1, out_sy: 1, out_depth: inputs },
      ...hidden.map((units) => ({ type: "fc", num_neurons: units, activation: "tanh" })),
      { type: "regression", num_neurons: 1 },
    ]);
    return net;
  },
  train(spec) {
    const net = this.open(spec);
    const trainer = new convnetjs.Trainer(net, {
      method: "sgd", learning_rate: RATE, momentum: 0, batch_size: spec.batch, l1_decay: 0, l2_decay: 0,
    });
    const rows = samples(spec.inputs).map(({ row, target }) => ({ volume: new convnetjs.Vol(row), target: [target] }));
    return { run: (epochs) => {
      for (let epoch = 0; epoch < epochs; epoch += 1) for (const { volume, target } of rows) trainer.train(volume, target);
    } };
  },
  maps(spec) {
    const net = this.open(spec);
    const volumes = grid(spec.inputs).map((row) => new convnetjs.Vol(row));
    // The activations stand behind each tanh and behind the last layer.
    const layers = net.layers.filter(({ layer_type }) => layer_type === "tanh" || layer_type === "regression");
    const units = layers.map((layer) => Array.from({ length: layer.out_depth }, () => new Float32Array(GRID * GRID)));
    return { run: (times) => {
      for (let time = 0; time < times; time += 1) {
        for (let cell = 0; cell < volumes.length; cell += 1) {
          net.forward(volumes[cell]);
          for (let layer = 0; layer < layers.length; layer += 1) {
            const { w } = layers[layer].out_act;
            for (let unit = 0; unit < w.length; unit += 1) units[layer][unit][cell] = w[unit];
          }
        }
      }
    } };
  },
};

const tensorflow = {
  async ready() {
    tf.wasm.setWasmPaths("../npm/@tensorflow/tfjs-backend-wasm/dist/");
    await tf.setBackend("wasm");
    await tf.ready();
  },
  open({ inputs, hidden }) {
    const sizes = [inputs, ...hidden, 1];
    return sizes.slice(1).map((units, layer) => ({
      weight: tf.variable(tf.randomNormal([sizes[layer], units], 0, 0.5, "float32", layer + 1)),
      bias: tf.variable(tf.zeros([units])),
    }));
  },
  train(spec) {
    const layers = this.open(spec);
    const rows = samples(spec.inputs);
    const batches = [];
    for (let start = 0; start < rows.length; start += spec.batch) {
      const batch = rows.slice(start, start + spec.batch);
      batches.push({ x: tf.tensor2d(batch.map(({ row }) => row)), y: tf.tensor2d(batch.map(({ target }) => [target])) });
    }
    const optimizer = tf.train.sgd(RATE);
    const predict = (x) => layers.reduce((a, { weight, bias }) => a.matMul(weight).add(bias).tanh(), x);
    return { run: (epochs) => {
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        for (const { x, y } of batches) optimizer.minimize(() => predict(x).sub(y).square().sum().mul(0.5 / x.shape[0]));
      }
    } };
  },
  maps(spec) {
    const layers = this.open(spec);
    const x = tf.tensor2d(grid(spec.inputs));
    return { run: (times) => {
      for (let time = 0; time < times; time += 1) {
        tf.tidy(() => layers.reduce((a, { weight, bias }) => {
          const next = a.matMul(weight).add(bias).tanh();
          next.dataSync();
          return next;
        }, x));
      }
    } };
  },
};

const engines = { ours, convnet, tensorflow };

// Units of work a second, over at least `milliseconds`, after a warm-up of the same length.
window.measure = (engine, work, name, milliseconds) => {
  const { run } = engines[engine][work](NETS[name]);
  const timed = (count) => {
    const start = performance.now();
    run(count);
    return performance.now() - start;
  };
  let count = 1;
  while (timed(count) < milliseconds / 8) count *= 2;
  let done = 0;
  let time = 0;
  while (time < milliseconds) {
    time += timed(count);
    done += count;
  }
  return (1000 * done) / time;
};
window.prepare = () => tensorflow.ready();
