"""Optuna's default sampler by ask and tell; spaces are flat: parameters, some under a condition."""

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

optuna.logging.set_verbosity(optuna.logging.ERROR)


def distribution(parameter):
    if parameter["kind"] == "categorical":
        return CategoricalDistribution(parameter["choices"])
    log = parameter.get("log", False)
    if parameter["kind"] == "int":
        return IntDistribution(parameter["low"], parameter["high"], log=log, step=parameter.get("step", 1))
    return FloatDistribution(parameter["low"], parameter["high"], log=log, step=parameter.get("step"))


def suggest(trial, name, parameter):
    if parameter["kind"] == "categorical":
        return trial.suggest_categorical(name, parameter["choices"])
    low, high, log = parameter["low"], parameter["high"], parameter.get("log", False)
    if parameter["kind"] == "int":
        return trial.suggest_int(name, low, high, step=parameter.get("step", 1), log=log)
    return trial.suggest_float(name, low, high, step=parameter.get("step"), log=log)


class OptunaPeer:
    def __init__(self, space, seed, history):
        self.space = space
        self.study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
        for trial in history:
            params = trial["parameters"]
            own = {name: distribution(space[name]) for name in params}
            self.study.add_trial(optuna.trial.create_trial(params=params, distributions=own, value=trial["loss"]))
        self.trials = {}

    def ask(self, number):
        trial = self.study.ask()
        self.trials[number] = trial
        values = {}
        for name, parameter in self.space.items():
            when = parameter.get("when")
            if when is None or values.get(when["parameter"]) in when["in"]:
                values[name] = suggest(trial, name, parameter)
        return values

    def tell(self, number, loss):
        self.study.tell(self.trials.pop(number), loss)
