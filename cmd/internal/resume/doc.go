// Package resume makes, of a pipeline and of the histories of an execution that did
// not succeed, machines that go on where it stopped: what succeeded then is not done
// again (asl/replay writes them), what failed or never began is.
//
// What belongs together, and what has to be done again whatever was, follows from the
// pipeline: a task and its states, a catch and what it is of, on_failure and finally,
// which run again, clusters, which are gone. It is said here, in origins.go. Start at
// Machines.
//
// Not here: how executions are found and read (deploy/operate), and how the machines
// are published and started.
package resume
