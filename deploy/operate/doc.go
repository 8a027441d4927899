// Package operate starts executions of machines that are deployed, follows them
// by their histories, ends them, and finds what they logged. It knows neither the
// language pipelines are written in nor how they became machines: an execution is
// told by its events, as asl/engine has them, so that whoever understands those of
// the local engine understands these.
//
// It speaks to a Client, which deploy/aws implements over the network. What it
// waits by is a deploy.Clock, so that tests wait for nothing.
//
// Not here: what an execution means in terms of a pipeline (cmd/internal/pipetest
// and view), the machine that goes on where another execution stopped
// (asl/replay), and how that is published (deploy.OneOff).
//
// A file each holds: what an execution is and how it is started (execution.go),
// following (follow.go), many executions in time (backfill.go), durations that were
// seen (hints.go), logs (logs.go and what it names). Start at Client and Follow.
package operate
