// Package replay writes a machine that goes on where an execution stopped: what has
// succeeded in that is not done again, but gives again what it gave. It is for
// executions that the service cannot redrive, and for machines that were mended
// since.
//
// A Task that has succeeded becomes a Pass whose Output and Assign are those of the
// Task, with the recorded result in place of $states.result; so what follows may
// read more of the result than it did then. In a Map it does so for the iterations
// in which it has. Waits that are over are over, an error that was dealt with is
// dealt with the same way, and all else of the machine stays and is evaluated again.
//
// The package knows the States Language, in JSONata, and histories. Whose states
// belong together, and which of them may not be replayed, it is told: see Origin.
//
// record.go reads a history, done.go says what in it has succeeded, machine.go
// writes the machine, value.go what was recorded as values and expressions. Start at
// Read and Write.
package replay
