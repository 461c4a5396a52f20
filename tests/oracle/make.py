#!/usr/bin/env python3
"""Writes the numbers that tests/oracle.rs holds Glassnet against: PyTorch's.

    python make.py          writes activations.json losses.json networks.json optimizers.json
    python make.py --check  writes nothing, compares a fresh run with the committed files

Everything is computed in double precision, by autograd and torch.optim; only what PyTorch
does not have stands here as code of its own (the clamp of the unfused losses, the proximal
step of L1, the perceptron rule, the one-output reading of cross-entropy). Inputs are
multiples of 1/256, so that f32 and f64 start from the same numbers.

Random cases are drawn from Python's `random` with fixed seeds. A draw is kept only if it is a
fair question to single precision: no pre-activation and no margin near a kink, and PyTorch's
own float32 run of the same case within 3e-6 of its float64 run, in the measure of the test.
"""

import json
import math
import random
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
DIGITS = 9
CLAMP = 1e-7
"""Bounds of a probability in the losses that take a logarithm of it unfused."""
RRELU_MEAN = (1 / 8 + 1 / 3) / 2
"""Evaluation slope of the randomised ReLU, 11/48: what torch.nn.functional.rrelu uses too."""
FAIR = 3e-6
"""How far PyTorch's float32 may be from its float64 for a random case to be kept."""

# ---------------------------------------------------------------- activations

ACTIVATIONS = {
    "step": lambda z: torch.heaviside(z.detach(), torch.ones((), dtype=z.dtype)) + 0 * z,
    "identity": lambda z: z * 1,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky-relu": lambda z: F.leaky_relu(z, 0.01),
    "randomized-relu": lambda z: F.rrelu(z, 1 / 8, 1 / 3, training=False),
    "elu": F.elu,
    "softplus": F.softplus,
    "gelu": F.gelu,
    "silu": F.silu,
}
KINKED = {"step", "relu", "leaky-relu", "randomized-relu"}
HIDDEN = list(ACTIVATIONS)
OUTPUT = HIDDEN + ["softmax"]


def activate(name, z):
    """The activation of a batch of pre-activations, samples x units."""
    if name == "softmax":
        if z.shape[1] == 1:  # one output: the two-class softmax on (z, 0)
            return torch.sigmoid(z)
        return torch.softmax(z, dim=1)
    return ACTIVATIONS[name](z)


# --------------------------------------------------------------------- losses

LOSSES = ["half-squared", "mse", "bce", "cross-entropy", "hinge"]


def clamped_bce(a, y):
    p = a.clamp(CLAMP, 1 - CLAMP)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean(dim=1)


def loss_of_output(name, a, y):
    """The loss of each sample as a function of the network's outputs."""
    if name == "half-squared":
        return 0.5 * ((a - y) ** 2).sum(dim=1)
    if name == "mse":
        return F.mse_loss(a, y, reduction="none").mean(dim=1)
    if name == "bce" or (name == "cross-entropy" and a.shape[1] == 1):
        return clamped_bce(a, y)
    if name == "cross-entropy":
        return -(y * a.clamp(CLAMP, 1 - CLAMP).log()).sum(dim=1)
    if name == "hinge":
        return F.relu(1 - (2 * y - 1) * a).mean(dim=1)
    raise ValueError(name)


def loss_per_sample(name, output, z, a, y):
    """The loss of each sample; where the output activation allows it, fused from z."""
    if name == "bce" and (output == "sigmoid" or (output == "softmax" and z.shape[1] == 1)):
        return F.binary_cross_entropy_with_logits(z, y, reduction="none").mean(dim=1)
    if name == "cross-entropy" and output == "softmax":
        if z.shape[1] == 1:
            return F.binary_cross_entropy_with_logits(z, y, reduction="none").mean(dim=1)
        return F.cross_entropy(z, y, reduction="none")
    if name == "cross-entropy" and output == "sigmoid" and z.shape[1] == 1:
        return F.binary_cross_entropy_with_logits(z, y, reduction="none").mean(dim=1)
    return loss_of_output(name, a, y)


# ------------------------------------------------------------------- networks


class Net:
    """A dense network: `layers` = [(weights units x inputs, biases units, activation)]."""

    def __init__(self, layers, dtype):
        self.weights = [torch.tensor(w, dtype=dtype, requires_grad=True) for w, _, _ in layers]
        self.biases = [torch.tensor(b, dtype=dtype, requires_grad=True) for _, b, _ in layers]
        self.activations = [activation for _, _, activation in layers]

    def forward(self, x):
        zs, outs = [], []
        for w, b, name in zip(self.weights, self.biases, self.activations):
            z = x @ w.T + b
            x = activate(name, z)
            zs.append(z)
            outs.append(x)
        return zs, outs

    def losses(self, loss, x, y):
        zs, outs = self.forward(x)
        return loss_per_sample(loss, self.activations[-1], zs[-1], outs[-1], y), zs, outs

    def mean_gradient(self, loss, x, y):
        """Fills .grad with the gradient of the batch's mean loss, no penalty in it."""
        for p in self.weights + self.biases:
            p.grad = torch.zeros_like(p)
        value = self.losses(loss, x, y)[0].mean()
        value.backward()
        return value

    def params(self):
        return [{"w": w.tolist(), "b": b.tolist()} for w, b in zip(self.weights, self.biases)]

    def gradients(self):
        return [{"w": w.grad.tolist(), "b": b.grad.tolist()} for w, b in zip(self.weights, self.biases)]


def trace(net, loss, x, y):
    """Everything about one sample: z, a, delta = dL/dz, blame = dL/da, gradients, loss."""
    dtype = net.weights[0].dtype
    x, y = torch.tensor([x], dtype=dtype), torch.tensor([y], dtype=dtype)
    for p in net.weights + net.biases:
        p.grad = torch.zeros_like(p)
    value, zs, outs = net.losses(loss, x, y)
    for t in zs + outs[:-1]:
        t.retain_grad()
    value.sum().backward()
    output = outs[-1].detach().clone().requires_grad_(True)
    loss_of_output(loss, output, y).sum().backward()
    zero = lambda t: torch.zeros_like(t) if t.grad is None else t.grad
    blames = [zero(a) for a in outs[:-1]] + [zero(output)]
    layers = [
        {"z": z[0].tolist(), "a": a[0].tolist(), "delta": zero(z)[0].tolist(), "blame": blame[0].tolist()} | gradient
        for z, a, blame, gradient in zip(zs, outs, blames, net.gradients())
    ]
    return {"layers": layers, "loss": value.item()}


# ----------------------------------------------------------------- optimizers


def optimizer(net, c):
    """torch.optim's optimizer for a configuration; biases never decay."""
    groups = [
        {"params": net.weights, "weight_decay": c["l2"]},
        {"params": net.biases, "weight_decay": 0.0},
    ]
    rate, name = c["rate"], c["optimizer"]
    if name in ("sgd", "perceptron"):
        return torch.optim.SGD(groups, lr=rate)
    if name == "momentum":
        return torch.optim.SGD(groups, lr=rate, momentum=c["momentum"])
    if name == "nesterov":
        return torch.optim.SGD(groups, lr=rate, momentum=c["momentum"], nesterov=True)
    if name == "adagrad":
        return torch.optim.Adagrad(groups, lr=rate, eps=1e-10)
    if name == "rmsprop":
        return torch.optim.RMSprop(groups, lr=rate, alpha=c["alpha"], eps=c["epsilon"])
    betas = (c["beta1"], c["beta2"])
    if name == "adam":
        return torch.optim.Adam(groups, lr=rate, betas=betas, eps=c["epsilon"])
    if name == "adamw":
        return torch.optim.AdamW(groups, lr=rate, betas=betas, eps=c["epsilon"])
    raise ValueError(name)


OPTIMIZERS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
RATES = {"sgd": 0.5, "momentum": 0.1, "nesterov": 0.1, "adagrad": 0.1, "rmsprop": 0.005, "adam": 0.05, "adamw": 0.05}


def config(name, **more):
    c = {"optimizer": name, "rate": RATES.get(name, 0.1), "momentum": 0.9, "beta1": 0.9, "beta2": 0.999}
    c |= {"alpha": 0.99, "epsilon": 1e-8, "l1": 0.0, "l2": 0.0}
    return c | more


def perceptron_gradient(net, x, y):
    """Minus the perceptron rule's mean over the batch of (y - ŷ) x, put where .grad stands."""
    zs, outs = net.forward(x)
    assert zs[-1].abs().min() > 1e-4, "a step unit at its kink is no fair question"
    miss = (outs[-1] - y).detach()
    net.weights[0].grad = miss.T @ x / len(x)
    net.biases[0].grad = miss.mean(dim=0)


def train(net, loss, c, batches, keep):
    """The parameters after the updates named in `keep`; one update a batch (x, y)."""
    opt, kept = optimizer(net, c), {}
    for step, (x, y) in enumerate(batches, 1):
        if c["optimizer"] == "perceptron":
            perceptron_gradient(net, x, y)
        else:
            net.mean_gradient(loss, x, y)
        opt.step()
        if c["l1"]:  # proximal step: soft threshold by rate * l1, weights only
            with torch.no_grad():
                for w in net.weights:
                    w.copy_(F.softshrink(w, c["rate"] * c["l1"]))
        if step in keep:
            kept[str(step)] = net.params()
    return kept


# ------------------------------------------------------------- fair questions


def groups(tree):
    """The groups of numbers that share a scale: one layer's gradients, its deltas and so on;
    a network's parameters after an update are one."""
    if isinstance(tree, dict) and "1" in tree:
        for params in tree.values():
            yield numbers(params)
    elif isinstance(tree, dict) or (isinstance(tree, list) and any(isinstance(t, dict) for t in tree)):
        for t in tree.values() if isinstance(tree, dict) else tree:
            yield from groups(t)
    elif isinstance(tree, list) and any(isinstance(t, list) for t in tree):
        yield [v for t in tree for group in groups(t) for v in group]
    elif isinstance(tree, list):
        yield [v for v in tree if not isinstance(v, str)]
    elif isinstance(tree, (int, float)):
        yield [tree]


def numbers(tree):
    return [v for group in groups(tree) for v in group]


def distance(single, double):
    """The largest error in the measure of tests/oracle.rs."""
    worst = 0.0
    for ours, theirs in zip(groups(single), groups(double), strict=True):
        floor = min(max([abs(t) for t in theirs] + [1e-4]), 0.1)
        for s, d in zip(ours, theirs, strict=True):
            if not (math.isfinite(s) and math.isfinite(d)):
                return math.inf
            worst = max(worst, abs(s - d) / max(abs(d), floor))
    return worst


def away_from_kinks(net, loss, x, y, margin):
    """No unit and no margin of the hinge, no probability of an unfused loss, near a kink."""
    zs, outs = net.forward(x)
    for z, name in zip(zs, net.activations):
        if name in KINKED and z.abs().min() < margin:
            return False
    a = outs[-1]
    if loss == "hinge" and (1 - (2 * y - 1) * a).abs().min() < margin:
        return False
    if loss in ("bce", "cross-entropy") and net.activations[-1] != "step":
        inside = (a > 0.02) & (a < 0.98)
        below = a < -margin
        return bool((inside | below).all())
    return True


# -------------------------------------------------------------------- drawing


class Draw:
    """Numbers that f32 and f64 hold alike."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self, low, high):
        return round(self.random.uniform(low, high) * 256) / 256

    def choice(self, options):
        return options[int(self.random.random() * len(options))]

    def below(self, n):
        return int(self.random.random() * n)

    def rows(self, n, width, low, high):
        return [[self.number(low, high) for _ in range(width)] for _ in range(n)]

    def layers(self, inputs, shape, reach, offset=0.0):
        """Weights within reach / sqrt(inputs); the output layer's biases about `offset`."""
        out = []
        for i, (units, activation) in enumerate(shape):
            limit = reach / math.sqrt(inputs)
            last = offset if i == len(shape) - 1 else 0.0
            out.append(
                (
                    self.rows(units, inputs, -limit, limit),
                    [last + self.number(-0.4, 0.4) for _ in range(units)],
                    activation,
                )
            )
            inputs = units
        return out

    def targets(self, n, outputs, loss):
        if loss in ("half-squared", "mse"):
            return self.rows(n, outputs, -1.0, 1.0)
        if outputs == 1 or loss == "bce":
            return [[float(self.below(2)) for _ in range(outputs)] for _ in range(n)]
        rows = [[0.0] * outputs for _ in range(n)]
        for row in rows:
            row[self.below(outputs)] = 1.0
        return rows


# ------------------------------------------------------------------ the files


def activations():
    grid = sorted(
        {i / 4 for i in range(-40, 41)}
        | {s * v for s in (-1, 1) for v in (2**-20, 2**-10, 2**-7, 1 / 16, 12.5, 16.0, 20.0, 30.0, 50.0, 88.0, 100.0, 1000.0)}
    )
    out = {"x": grid, "activations": {}}
    for name in HIDDEN:
        z = torch.tensor(grid, dtype=torch.float64, requires_grad=True)
        a = ACTIVATIONS[name](z)
        a.sum().backward()
        out["activations"][name] = {"f": a.tolist(), "derivative": z.grad.tolist()}
    return out


LOGITS_1 = [0.0, 0.5, -0.5, 2.25, -3.5, 4.5, -5.5, 7.0, -8.0, 12.0, -12.0, 30.0, -30.0, 100.0, -100.0, 1000.0, -1000.0]
LOGITS_N = [
    [0.5, -1.25],
    [40.0, -40.0],
    [0.0, 0.0, 0.0],
    [0.5, -1.25, 2.0],
    [-3.0, 4.5, 0.25],
    [30.0, -30.0, 0.5],
    [100.0, 99.0, -100.0],
    [1000.0, 999.5, -1000.0],
    [-1000.0, -1001.0, -1002.0],
    [0.25, -0.5, 1.5, -2.0, 0.75],
]


def loss_targets(loss, k):
    if loss in ("half-squared", "mse"):
        base = [0.75, -1.25, 0.5, 2.0, -0.25]
        return [base[:k], base[::-1][:k]]
    if k == 1:
        return [[0.0], [1.0]]
    hot = [[1.0 if i == j else 0.0 for i in range(k)] for j in range(k)]
    if loss == "cross-entropy":  # soft targets sum to one
        return hot + [[1 - (k - 1) / 8] + [1 / 8] * (k - 1)]
    return hot + [[1.0] * k, [0.0] * k]


def losses():
    natural = {
        "half-squared": ["identity", "sigmoid", "tanh", "softmax"],
        "mse": ["identity", "sigmoid", "tanh", "softmax"],
        "bce": ["sigmoid", "identity", "tanh"],
        "cross-entropy": ["softmax", "sigmoid", "identity"],
        "hinge": ["identity", "tanh"],
    }
    cases = []
    for loss, outputs in natural.items():
        for output in outputs:
            for z in [[v] for v in LOGITS_1] + LOGITS_N:
                if loss in ("bce", "cross-entropy") and output == "identity":
                    z = [(0.5 + v / 4) for v in z]  # about the probabilities, some outside [0, 1]
                    if any(v in (0.0, 1.0) for v in z):
                        continue
                if loss == "bce" and output == "tanh" and any(v == 0.0 or 2 < v < 20 for v in z):
                    continue  # at the clamp, or so near 1 that f32 has lost ln(1 - ŷ)
                if loss == "cross-entropy" and output == "sigmoid" and len(z) > 1 and max(z) > 20:
                    continue
                for y in loss_targets(loss, len(z)):
                    zt = torch.tensor([z], dtype=torch.float64, requires_grad=True)
                    yt = torch.tensor([y], dtype=torch.float64)
                    a = activate(output, zt)
                    if loss == "hinge" and ((1 - (2 * yt - 1) * a).abs() < 1e-6).any():
                        continue
                    value = loss_per_sample(loss, output, zt, a, yt).sum()
                    value.backward()
                    cases.append(
                        {
                            "loss": loss,
                            "output": output,
                            "z": z,
                            "target": y,
                            "prediction": a[0].tolist(),
                            "value": value.item(),
                            "delta": zt.grad[0].tolist(),
                        }
                    )
    return {"cases": cases}


KEEP_NETWORK = (1, 3)


def network(i, draw):
    """Case i of the random networks, or None if the draw is no fair question."""
    depth = i % 7
    loss, output = LOSSES[i % 5], OUTPUT[(i // 5) % 12]
    inputs = 1 + draw.below(4)
    k = 1 + draw.below(3)
    mixed = i % 3 == 0
    hidden = [draw.choice(HIDDEN) if mixed else HIDDEN[i % 11] for _ in range(depth)]
    shape = [(1 + draw.below(4), name) for name in hidden] + [(k, output)]
    probability = loss in ("bce", "cross-entropy") and output not in ("sigmoid", "softmax", "step")
    layers = draw.layers(inputs, shape, draw.choice([0.8, 1.4, 2.0]) * (0.5 if probability else 1), 0.5 if probability else 0.0)
    n = 1 + draw.below(5)
    x, y = draw.rows(n, inputs, -1.5, 1.5), draw.targets(n, k, loss)
    sample = draw.below(n)
    name = OPTIMIZERS[(i // 7) % 7]
    c = config(name, rate=draw.choice([0.01, 0.05]), l2=draw.choice([0.0, 0.0, 0.1]), l1=draw.choice([0.0, 0.0, 0.0, 0.05]))
    case = {
        "inputs": inputs,
        "activations": [a for _, a in shape],
        "loss": loss,
        "config": c,
        "params": [{"w": w, "b": b} for w, b, _ in layers],
        "x": x,
        "y": y,
        "sample": sample,
    }

    def answers(dtype):
        net = Net(layers, dtype)
        xt, yt = torch.tensor(x, dtype=dtype), torch.tensor(y, dtype=dtype)
        if not away_from_kinks(net, loss, xt, yt, 0.01):
            return None
        value = net.mean_gradient(loss, xt, yt)
        result = {
            "prediction": net.forward(xt)[1][-1].tolist(),
            "value": value.item(),
            "penalty": sum(
                0.5 * c["l2"] * (w**2).sum().item() + c["l1"] * w.abs().sum().item() for w in net.weights
            ),
            "gradients": net.gradients(),
            "trace": trace(net, loss, x[sample], y[sample]),
        }
        batches = [(xt, yt)] * max(KEEP_NETWORK)
        result["after"] = train(net, loss, c, batches, KEEP_NETWORK)
        return result if away_from_kinks(net, loss, xt, yt, 0.001) else None

    double, single = answers(torch.float64), answers(torch.float32)
    if double is None or single is None or distance(single, double) > FAIR:
        return None
    if output != "step" and not any(numbers(double["gradients"])):
        return None  # nothing to compare but zeros
    return case | double


def networks():
    cases = []
    for i in range(200):
        for attempt in range(2000):
            case = network(i, Draw(f"network {i} {attempt}"))
            if case is not None:
                cases.append(case)
                break
        else:
            raise SystemExit(f"no fair draw for network {i}")
    pairs = {(c["loss"], c["activations"][-1]) for c in cases}
    assert len(pairs) == len(LOSSES) * len(OUTPUT), "every loss on every output activation"
    assert {a for c in cases for a in c["activations"][:-1]} == set(HIDDEN)
    assert {len(c["activations"]) - 1 for c in cases} == set(range(7))
    assert {c["config"]["optimizer"] for c in cases} == set(OPTIMIZERS)
    return {"cases": cases}


KEEP = (1, 5, 20)
BATCH, UPDATES = 3, 20
ROWS = BATCH * UPDATES - 1
"""The given order: rows 0, 1, 2, then 3, 4, 5 and so on; the twentieth batch has two rows."""


def fixed_net(seed, loss, inputs, shape, rows):
    draw = Draw(seed)
    layers = draw.layers(inputs, shape, 1.6)
    x = draw.rows(rows, inputs, -1.5, 1.5)
    y = draw.targets(rows, shape[-1][0], loss)
    return {"loss": loss, "inputs": inputs, "layers": layers, "x": x, "y": y}


def optimizer_run(net_name, base, c, batch):
    def answers(dtype):
        net = Net(base["layers"], dtype)
        x, y = torch.tensor(base["x"], dtype=dtype), torch.tensor(base["y"], dtype=dtype)
        size = batch or len(x)
        batches = [(x[i : i + size], y[i : i + size]) for i in range(0, len(x), size)]
        batches = batches if batch else batches * UPDATES
        assert len(batches) == UPDATES
        return train(net, base["loss"], c, batches, KEEP)

    double, single = answers(torch.float64), answers(torch.float32)
    apart = distance(single, double)
    assert apart < FAIR, (net_name, c, batch, apart)
    return {"net": net_name, "config": c, "batch": batch, "after": double}


def optimizers():
    binary = [(4, "tanh"), (3, "tanh"), (1, "sigmoid")]
    classes = [(5, "silu"), (3, "softmax")]
    number = [(4, "tanh"), (2, "identity")]
    unit = [(1, "step")]
    nets = {
        "binary": fixed_net("binary", "bce", 2, binary, ROWS),
        "classes": fixed_net("classes", "cross-entropy", 3, classes, ROWS),
        "number": fixed_net("number", "half-squared", 2, number, ROWS),
        "unit": fixed_net("unit", "half-squared", 3, unit, ROWS),
    }
    # separable targets for the perceptron rule
    nets["unit"]["y"] = [[1.0 if 0.9 * a - 0.7 * b + 0.4 * c > 0.1 else 0.0] for a, b, c in nets["unit"]["x"]]
    runs = []
    for batch in (None, BATCH):
        for name in OPTIMIZERS:
            for more in ({}, {"l2": 0.1}, {"l1": 0.05}, {"l1": 0.02, "l2": 0.05}):
                runs.append(optimizer_run("binary", nets["binary"], config(name, **more), batch))
            runs.append(optimizer_run("classes", nets["classes"], config(name), batch))
            runs.append(optimizer_run("number", nets["number"], config(name, l2=0.01), batch))
        for more in ({"momentum": 0.5}, {"momentum": 0.99, "rate": 0.01}):
            for name in ("momentum", "nesterov"):
                runs.append(optimizer_run("binary", nets["binary"], config(name, **more), batch))
        more = {"alpha": 0.9, "epsilon": 1e-4}
        runs.append(optimizer_run("binary", nets["binary"], config("rmsprop", **more), batch))
        more = {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4, "l2": 0.1}
        for name in ("adam", "adamw"):
            runs.append(optimizer_run("binary", nets["binary"], config(name, **more), batch))
        runs.append(optimizer_run("unit", nets["unit"], config("perceptron", rate=0.25), batch))
    zeros = sum(v == 0.0 for r in runs if r["config"]["l1"] for v in numbers(r["after"]["20"]))
    assert zeros > 10, "L1 must bring some weights to exactly zero"
    plain = {
        name: {
            "loss": n["loss"],
            "inputs": n["inputs"],
            "activations": [a for _, _, a in n["layers"]],
            "params": [{"w": w, "b": b} for w, b, _ in n["layers"]],
            "x": n["x"],
            "y": n["y"],
        }
        for name, n in nets.items()
    }
    return {"nets": plain, "runs": runs}


# -------------------------------------------------------------------- writing


def rounded(tree):
    if isinstance(tree, dict):
        return {k: rounded(v) for k, v in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [rounded(v) for v in tree]
    if isinstance(tree, float):
        assert math.isfinite(tree)
        short = float(f"{tree:.{DIGITS}g}")
        return int(short) if short == int(short) and abs(short) < 1e6 else short
    return tree


def lines(tree):
    """One case a line: a changed number shows as one changed line."""
    text = json.dumps(tree, separators=(",", ":"))
    return text.replace("},{\"loss\"", "},\n{\"loss\"").replace("},{\"inputs\"", "},\n{\"inputs\"").replace("},{\"net\"", "},\n{\"net\"")


def main():
    torch.set_num_threads(1)
    check = "--check" in sys.argv[1:]
    for make in (activations, losses, networks, optimizers):
        path = HERE / f"{make.__name__}.json"
        text = lines(rounded(make())) + "\n"
        if check:
            apart = distance(json.loads(text), json.loads(path.read_text()))
            print(f"{path.name}: {apart:.1e} from the committed file")
            assert apart < 1e-8
        else:
            path.write_text(text)
            print(f"{path.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
