package catalog

import "github.com/zclconf/go-cty/cty"

// emrCancelStep cancels a step of a cluster.
var emrCancelStep = Kind{
	Name: "emr_cancel_step",
	Doc:  "Cancels a step of an Amazon EMR cluster.",
	Args: []Arg{
		{
			Name: "cluster", ASL: "ClusterId", Type: cty.String, Ref: "cluster", Required: true,
			Doc: "The cluster: `cluster.NAME`, or the id of any cluster.",
		},
		{
			Name: "step", ASL: "StepId", Type: cty.String, Required: true,
			Doc: "Id of the step.",
		},
	},
	Modes: []Mode{{
		Await:  "completion",
		Call:   Call{Resource: "arn:aws:states:::elasticmapreduce:cancelStep"},
		Result: record(map[string]cty.Type{"CancelStepsInfo": whatever}),
		Allow:  []Allow{allow(emrClusterARN, "elasticmapreduce:CancelSteps")},
	}},
	Notes: []string{
		"It asks for the end of the step and does not wait for it. A step that runs is ended by the cluster's applications " +
			"as they please.",
		"A task `emr_step` that is stopped cancels its step by itself.",
		"What is in `CancelStepsInfo`, and the prefix of the errors, are unverified.",
	},
	Errors:    emrErrors,
	Transient: emrTransient,
	Example: `task "emr_cancel_step" "stale" {
  cluster = "j-2AXXXXXXGAPLF"
  step    = "s-2QXXXXXXSIF1"
}`,
}
