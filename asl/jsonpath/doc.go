// Package jsonpath is the query language that the States Language had first:
// paths ($.a[0]), paths into the context object ($$.Execution.Id), variables
// ($x.a) and calls of intrinsic functions (States.Format(...)). It reads and
// evaluates them, and puts a result where a reference path leads. It knows
// nothing of states: which field may hold what, asl/validate says. Start at
// Parse, Expr and Eval.
//
// AWS evaluates paths with Jayway's JsonPath, so the paths read here are those
// of that library, filters and scripts included, with the differences that
// recorded executions and definitions accepted by AWS show.
package jsonpath
