// Stands in for a worker that cannot start.
process.stderr.write('the moon is in the way\n');
process.exitCode = 7;
