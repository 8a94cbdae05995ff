"""Hyperopt's tpe.suggest with its defaults, driven as fmin drives it; trials that are asked for stay running."""

import math

import numpy as np
from hyperopt import JOB_STATE_DONE, JOB_STATE_RUNNING, STATUS_OK, Trials, hp, pyll, tpe
from hyperopt.base import Domain, spec_from_misc


def steps(parameter):
    return math.floor((parameter["high"] - parameter["low"]) / parameter["step"] + 1e-9)


def number_node(name, parameter):
    """Whole numbers own half a step on either side, or Hyperopt would draw the ends half as often."""
    low, high = parameter["low"], parameter["high"]
    if "step" in parameter:
        return hp.quniform(name, -0.5, steps(parameter) + 0.5, 1)
    if parameter["kind"] == "float":
        return hp.loguniform(name, math.log(low), math.log(high)) if parameter.get("log") else hp.uniform(name, low, high)
    if parameter.get("log"):
        return hp.qloguniform(name, math.log(low - 0.5), math.log(high + 0.5), 1)
    return hp.quniform(name, low - 0.5, high + 0.5, 1)


def value_of(parameter, raw):
    if "step" in parameter:
        raw = parameter["low"] + round(raw) * parameter["step"]
        raw = round(raw, 12) if parameter["kind"] == "float" else raw
    value = round(raw) if parameter["kind"] == "int" else float(raw)
    return min(max(value, parameter["low"]), parameter["high"])


def raw_of(parameter, value):
    if parameter["kind"] == "categorical":
        return parameter["choices"].index(value)
    return round((value - parameter["low"]) / parameter["step"]) if "step" in parameter else value


class HyperoptPeer:
    def __init__(self, space, seed, history):
        self.space = space
        self.random = np.random.default_rng(seed)
        nodes = {}
        for name in reversed(list(space)):
            nodes[name] = self.node(name, nodes)
        roots = {name: nodes[name] for name, parameter in space.items() if "when" not in parameter}
        self.domain = Domain(lambda config: 0, roots)
        self.trials = Trials()
        for trial in history:
            self.insert(trial)
        self.asked = {}

    def node(self, name, nodes):
        """The expression of a parameter; a category holds the parameters that exist under each choice."""
        parameter = self.space[name]
        children = {
            child: other["when"]["in"]
            for child, other in self.space.items()
            if "when" in other and other["when"]["parameter"] == name
        }
        if parameter["kind"] != "categorical":
            assert not children, f"{name}: only categories may be the parent of a condition"
            return number_node(name, parameter)
        options = [
            {"index": index, "inside": {child: nodes[child] for child, values in children.items() if choice in values}}
            for index, choice in enumerate(parameter["choices"])
        ]
        return hp.choice(name, options)

    def flat(self, config):
        values = {}
        for name, raw in config.items():
            parameter = self.space[name]
            if parameter["kind"] == "categorical":
                values[name] = parameter["choices"][raw["index"]]
                values.update(self.flat(raw["inside"]))
            else:
                values[name] = value_of(parameter, raw)
        return values

    def insert(self, trial):
        (tid,) = self.trials.new_trial_ids(1)
        known = {name: raw_of(self.space[name], value) for name, value in trial["parameters"].items()}
        idxs = {name: [tid] if name in known else [] for name in self.space}
        vals = {name: [known[name]] if name in known else [] for name in self.space}
        misc = {"tid": tid, "cmd": self.domain.cmd, "workdir": None, "idxs": idxs, "vals": vals}
        result = {"status": STATUS_OK, "loss": trial["loss"]}
        (document,) = self.trials.new_trial_docs([tid], [None], [result], [misc])
        document["state"] = JOB_STATE_DONE
        self.trials.insert_trial_docs([document])
        self.trials.refresh()

    def ask(self, number):
        ids = self.trials.new_trial_ids(1)
        self.trials.refresh()
        seed = int(self.random.integers(2**31 - 1))
        (document,) = tpe.suggest(ids, self.domain, self.trials, seed, verbose=False)
        document["state"] = JOB_STATE_RUNNING
        (tid,) = self.trials.insert_trial_docs([document])
        self.trials.refresh()
        self.asked[number] = next(t for t in self.trials.trials if t["tid"] == tid)
        memo = self.domain.memo_from_config(spec_from_misc(document["misc"]))
        return self.flat(pyll.rec_eval(self.domain.expr, memo=memo))

    def tell(self, number, loss):
        document = self.asked.pop(number)
        document["state"] = JOB_STATE_DONE
        document["result"] = {"status": STATUS_OK, "loss": loss}
        self.trials.refresh()
