// Package pipetest runs compiled pipelines in the local engine, with mocks in
// place of the services: what `pipectl test` and `pipectl run --local` have in
// common, and the language of *.pipetest.hcl files.
//
// A mock stands for a task as a whole. What the States Language makes of a task
// (a start, looks and a stop; a second call for rows; an answer that holds the
// result somewhere) is answered here from the catalog and the source map, so
// that the very machine that is deployed runs, and its author need not know it.
// The one thing that is changed in it is that the waits between the looks of a
// kind that is polled take no time: a mock says how long its task takes.
//
// Files: load.go and decode.go read tests; machine.go and task.go run a
// machine, poll.go and answer.go answer as a service would; record.go tells
// from the history what ran, skipped.go what did not; judge.go compares with
// what was expected. Nothing is printed. Start at Load and at Machine.Run.
package pipetest
