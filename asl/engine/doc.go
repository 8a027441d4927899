// Package engine runs a state machine: every type of state, in both query
// languages, with retries, catchers, variables, Parallel, Map (inline and
// distributed), callbacks, timeouts and the service's limits, and records the
// event history that AWS Step Functions would.
//
// Time is virtual unless [Options.WallClock] says otherwise: a wait costs
// nothing, and what happens at the same instant happens in a fixed order, so
// that a run is a pure function of the machine, the input and what the tasks
// answer. Branches and iterations really interleave by that time.
//
// What a task does is a function handed in, [TaskFunc]; what S3 holds, for the
// readers and writers of a distributed Map, is a [Store]. The package knows no
// service and makes no call.
//
// Start at [Run]; [Start] gives an execution that others can look at, stop and
// send callbacks to while it runs, and [TestState] runs one state alone. Inside,
// world is the clock and what is due, history is one execution's events, and
// thread runs the states of one States map: see thread.run.
package engine
