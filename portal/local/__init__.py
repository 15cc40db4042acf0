"""The whole system on one machine: the embedded services and the processes of `make run`.

Only the command line, the tests and the benchmarks may import it; production starts the same
processes by its own means.
"""
