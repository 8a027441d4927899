package asl_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

func TestDiagram(t *testing.T) {
	const src = `{
  "StartAt": "list", "QueryLanguage": "JSONPath", "States": {
    "list": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "Next": "any?", "Catch": [
      {"ErrorEquals": ["S3.NoSuchBucket"], "Next": "none"},
      {"ErrorEquals": ["States.DataLimitExceeded"], "Next": "wrong"},
      {"ErrorEquals": ["States.ALL"], "Next": "wrong"}]},
    "any?": {"Type": "Choice", "Choices": [
      {"Variable": "$.n", "NumericEquals": 0, "Next": "none"},
      {"And": [{"Not": {"Variable": "$.n", "IsNull": true}}, {"Variable": "$.a", "StringEquals": "b"}], "Next": "later"}],
      "Default": "each"},
    "later": {"Type": "Wait", "Seconds": 5, "Next": "list"},
    "each": {"Type": "Map", "ItemProcessor": {"StartAt": "both", "States": {
      "both": {"Type": "Parallel", "End": true, "Branches": [
        {"StartAt": "a", "States": {"a": {"Type": "Pass", "End": true}}},
        {"StartAt": "a", "States": {"a": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:1:function:f", "Next": "b"}, "b": {"Type": "Succeed"}}}]}
    }}, "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "wrong"}]},
    "none": {"Type": "Succeed"},
    "wrong": {"Type": "Fail"}
  }}`
	m, err := asl.Decode([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	want := `buckets
├── Start
├── list (s3:listBuckets), after Start, after later
├── any?, after list
├── later (Wait), after any? [not $.n IsNull true and $.a StringE…]
├── none (Succeed), when list fails [S3.NoSuchBucket], after any? [$.n NumericEquals 0]
├── each (Map), after any? [otherwise]
│   └── both (Parallel)
│       ├── a (Pass)
│       ├── a (lambda)
│       └── b (Succeed), after a
├── wrong (Fail), when list fails [any other error], when each fails
└── End, after each, after none
`
	if diff := cmp.Diff(want, m.Diagram("buckets").Text()); diff != "" {
		t.Error(diff)
	}
	if a, b := m.Diagram("x").SVG(), m.Diagram("x").SVG(); a != b {
		t.Error("two drawings differ")
	}
}
