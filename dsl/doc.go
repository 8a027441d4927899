// Package dsl reads *.pipe.hcl files: it resolves every name in them, types
// every expression, and gives pipelines that hold no HCL any more but ranges.
// It is the only place, with the packages below it, that knows HCL's syntax.
// What a pipeline becomes is decided in compiler. Start at Load and Project.
package dsl
