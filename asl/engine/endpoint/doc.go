// Package endpoint serves asl/engine as AWS Step Functions: over HTTP, in the
// AWS JSON 1.0 protocol, so that any AWS SDK and the AWS command line can talk
// to it. It keeps everything in memory, checks no signature, calls no service,
// and knows no SDK.
//
// Where AWS's answer is not known from a recording, an API model or its guides,
// docs/local.md says so.
//
// Start at New and operations; an account is what exists, an execution is one
// that was started here, and endpoint.task says what becomes of a Task.
package endpoint
