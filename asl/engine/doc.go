// Package engine runs a state machine: every type of state, in both query
// languages, with retries, catchers, variables, Parallel, Map (inline and
// distributed), callbacks, timeouts and the service's limits, and records the
// event history that AWS Step Functions would.
//
// Time is virtual unless [Options.WallClock] says otherwise: a wait costs
// nothing, and what happens at the same instant happens in a fixed order, so
// that a run is a pure function of the machine, the input, the seed and what
// the tasks answer. Branches and iterations really interleave by that time.
//
// What a task does is a function handed in, [TaskFunc]; what S3 holds, for the
// readers and writers of a distributed Map, is a [Store]. The package knows no
// service and makes no call; it does not validate either, package
// [github.com/pipectl/pipectl/asl/validate] does. How faithful it is, and what
// it leaves out, is in docs/fidelity.md.
//
// # Use
//
// [Run] runs a machine to its end, [RunDefinition] one that is text. [Start]
// gives an execution that others can look at, stop and send callbacks to while
// it runs, and [TestState] runs one state alone.
//
// # Inside
//
// Begin with thread.run (thread.go): it runs the states of one States map, and
// is a coroutine that is parked while its state waits. Around it are
//
//   - program.go: the definition, made ready to run;
//   - world.go, agenda.go: the clock, and what is due when, of all executions
//     of a run;
//   - history.go: one execution while it runs: its events, its limits, its end;
//   - state_*.go: a file for each type of state, and retry.go for what Task,
//     Parallel and Map do with errors;
//   - io_*.go, query_*.go, scope.go, context.go: how data pass a state in each
//     language, and what its expressions see;
//   - map_run.go, item_*.go, result_writer.go, store.go: the distributed Map;
//   - execution.go, event.go: what a caller gets.
//
// Everything of a run happens in one goroutine at a time, so that nothing but
// [Live] has locks.
package engine
