// The script interface of <glass-net>.

/** Settings as a nested tree, only what differs from the defaults, e.g. `{data: {kind: "xor"}}`. */
export type Config = { [key: string]: Config | string | number | boolean | (string | number)[] };

/** One rung of the ladder of steps. */
export type Grain = "term" | "unit" | "layer" | "stage" | "sample" | "batch" | "epoch";

/** One sample's forward and backward pass; layers from the first hidden one to the output. */
export interface Trace {
  input: number[];
  target: number[];
  layers: { z: number[]; a: number[]; delta: number[]; dWeight: number[][]; dBias: number[] }[];
  output: number[];
  loss: number;
}

/** One statement of the tape. */
export interface TapeRow {
  index: number;
  stage: "forward" | "loss" | "backward" | "update";
  kind: string;
  layer: number | null;
  unit: number | null;
  part: string;
  place: string;
  text: string;
  exact: string;
  terms: number[];
  value: number;
}

export interface State {
  /** The form of the document: 1. */
  v: number;
  /** The seed of every random stream. */
  seed: number;
  config: Config;
  /** Optimizer updates done, once there is one. */
  step?: number;
  /** The pinned sample's index, or the pinned point. */
  sample?: number;
  point?: [number, number];
  /** Rows done of the walk to the next update. */
  at?: number;
  /** Settings that were others until a step, as in `20:train.rate:0.3;35:train.batch:5`. */
  until?: string;
  /** Weights and biases that were set at a step, as in `20:weight-0-1-0:0.5`. */
  edits?: string;
  /** The weights' checksum, eight hexadecimal digits. */
  sum?: string;
  /** What is open under the lens, e.g. `unit-0-1`, `weight-0-1-0`, `bias-0-1`. */
  open?: string;
}

export interface Metrics {
  /** Finished passes over the training set. */
  epoch: number;
  /** Optimizer updates done. */
  step: number;
  /** Mean losses, without the penalty of a regulariser. */
  trainLoss: number | null;
  testLoss: number | null;
  /** Shares of one; null where there are no classes. */
  trainAccuracy: number | null;
  testAccuracy: number | null;
}

export interface Layer {
  /** `weight[unit][input]` */
  weight: number[][];
  /** `bias[unit]` */
  bias: number[];
  /** The activation's name. */
  activation?: string;
}

export interface Data {
  /** Raw inputs, `[sample][input]`. */
  inputs: number[][];
  /** Targets, `[sample][output]`: 0 or 1, one-hot, or a number. */
  targets: number[][];
  /** Indices of the samples that train. */
  train: number[];
  /** Indices of the samples that test. */
  test: number[];
}

export interface GlassNetEvents {
  "glass-ready": CustomEvent<Record<string, never>>;
  "glass-step": CustomEvent<Metrics>;
  /** The state is another one, by a setting, a number or the place; once after steps along the tape. */
  "glass-change": CustomEvent<{ state: State; link: string }>;
  "glass-error": CustomEvent<{ message: string }>;
}

/**
 * The element. Every method throws an `Error` before `ready`, and for an argument that is not
 * allowed; the message names the argument and what is allowed.
 */
export class GlassNet extends HTMLElement {
  /** Resolves to this element once it answers. */
  readonly ready: Promise<this>;
  getState(): State;
  /** Validates a state and takes it over whole, or throws and changes nothing. */
  setState(state: State): void;
  play(): void;
  pause(): void;
  /** Back to step 0 with the same initial weights. */
  reset(): void;
  /** Trains at once, by updates or to the ends of epochs; n from 1 to 10,000,000. */
  step(unit?: Grain, n?: number): Metrics;
  /** Back by `n` of `unit`, as far as there are steps that can come back. */
  back(unit?: Grain, n?: number): Metrics;
  /** To a step of the present line, or to its nearest end. */
  seek(step: number): Metrics;
  history(): { step: number; oldest: number; newest: number; branches: number };
  /** One sample's forward and backward pass. */
  trace(sample: number): Trace;
  /** The rows of the present sample's tape: text, terms and value of each. */
  tape(): TapeRow[];
  metrics(): Metrics;
  weights(): Required<Layer>[];
  setWeights(layers: Layer[]): void;
  /** Outputs after the output activation, for at most 100,000 rows of raw inputs. */
  predict(rows: number[][]): number[][];
  data(): Data;
  /** The sample indices of the next update. */
  nextBatch(): number[];
  /** The mean gradient of the next update, without penalty. */
  gradients(): Required<Layer>[];
  /**
   * A layer's maps one after another, each size x size from the top left; size from 1 to 512.
   * The arrays stay as they are during the next three calls, then they are filled again.
   */
  maps(size: number): Float32Array[];
  /** The absolute address of this state. */
  toURL(): string;
  /** Stops for good and frees everything. */
  destroy(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "glass-net": GlassNet;
  }
}
