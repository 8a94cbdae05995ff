"""Every objective of the benchmark, evaluated here for all methods: smaller is better."""

import json
import math
from pathlib import Path

import numpy as np
import onnxruntime

SCALES = np.array(
    [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
)
CENTRES = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)
HEIGHTS = np.array([1, 1.2, 3, 3.2])


def branin(x):
    curve = x[1] - 5.1 / (4 * math.pi**2) * x[0] ** 2 + 5 / math.pi * x[0] - 6
    return curve**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x[0]) + 10


def hartmann(x):
    return -HEIGHTS @ np.exp(-(SCALES * (x - CENTRES) ** 2).sum(axis=1))


def sphere(x):
    return (x**2).sum()


def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


def ackley(x):
    far = 20 * math.exp(-0.2 * math.sqrt((x**2).mean()))
    return 20 - far + math.e - math.exp(np.cos(2 * math.pi * x).mean())


def rastrigin(x):
    return (10 + x**2 - 10 * np.cos(2 * math.pi * x)).sum()


def styblinski(x):
    return (x**4 - 16 * x**2 + 5 * x).sum() / 2


def mixed(p):
    rounds = math.log2(p["rounds"]) - 6
    return (
        (math.log10(p["rate"]) + 2.5 + 0.3 * rounds) ** 2
        + rounds**2 / 3
        + ((p["depth"] - 7) / 4) ** 2
        + 0.5 * ((p["leaves"] - 32) / 16) ** 2
        + 4 * (p["share"] - 0.3) ** 2
        + {"p": 0, "q": 1.5, "r": 0.6, "s": 3}[p["loss"]]
        + (0 if p["bagging"] else 0.2 + 0.5 * p["share"])
    )


def conditional(p):
    scaling = {"none": 0.3, "standard": 0, "rank": 0.05}[p["scaling"]]
    if p["model"] == "linear":
        return scaling + 1 + 0.15 * (math.log10(p["model.linear.penalty"]) - 1) ** 2
    if p["model"] == "kernel":
        off = math.log10(p["model.kernel.penalty"]) - 1
        if p["model.kernel.shape"] == "poly":
            return scaling + 0.55 + 0.1 * off**2 + 0.05 * (p["model.kernel.shape.poly.degree"] - 3) ** 2
        gamma = math.log10(p["model.kernel.shape.rbf.gamma"]) + 2
        return scaling + 0.3 + 0.2 * off**2 + 0.35 * (gamma + 0.5 * off) ** 2
    width = math.log2(p["model.net.width"]) - 6
    rate = math.log10(p["model.net.rate"]) + 2.7 + 0.3 * width
    rest = 3 * (p["model.net.dropout"] - 0.25) ** 2 + 0.1 * (p["model.net.layers"] - 3) ** 2
    return scaling + 0.2 + 0.5 * rate**2 + 0.1 * width**2 + rest


ON_BOXES = [branin, hartmann, sphere, rosenbrock, ackley, rastrigin, styblinski]


def function(name):
    """Losses of a list of points (dicts of parameters); boxes have the parameters x0, x1, ..."""
    for f in ON_BOXES:
        if f.__name__ == name:
            return lambda points: [float(f(np.array([p[f"x{i}"] for i in range(len(p))]))) for p in points]
    f = {"mixed": mixed, "conditional": conditional}[name]
    return lambda points: [float(f(p)) for p in points]


def surrogate(folder, scenario, instance):
    """Losses by a YAHPO surrogate at its full fidelity. Inactive numbers are 0, inactive categories '#na#'."""
    folder = Path(folder)
    encoding = json.loads((folder / "encoding.json").read_text())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    target = scenario["outputs"].index(scenario["target"])
    fixed = {**scenario["fixed"], scenario["instance"]: instance}

    def losses(points):
        rows = [{**fixed, **p} for p in points]
        name = lambda own: own if own in fixed else own.replace(".", "_")
        cat = [[encoding[c][row.get(name(c), "#na#")] for c in scenario["categorical"]] for row in rows]
        cont = [[row.get(name(c), 0) for c in scenario["numeric"]] for row in rows]
        inputs = {"x_cat": np.array(cat, np.int32), "x_cont": np.array(cont, np.float32)}
        value = session.run(None, inputs)[0][:, target].astype(float)
        return list(scenario["best"] - value if scenario["larger_is_better"] else value - scenario["best"])

    return losses
