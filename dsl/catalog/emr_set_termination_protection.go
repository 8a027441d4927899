package catalog

import "github.com/zclconf/go-cty/cty"

// emrSetTerminationProtection protects a cluster from being ended, or stops
// doing so.
var emrSetTerminationProtection = Kind{
	Name: "emr_set_termination_protection",
	Doc:  "Protects an Amazon EMR cluster from being ended, or no longer does.",
	Args: []Arg{
		{
			Name: "cluster", ASL: "ClusterId", Type: cty.String, Ref: "cluster", Required: true,
			Doc: "The cluster: `cluster.NAME`, or the id of any cluster.",
		},
		{
			Name: "protected", ASL: "TerminationProtected", Type: cty.Bool, Required: true,
			Doc: "Whether it is protected from now on.",
		},
	},
	Modes: []Mode{{
		Await:  "completion",
		Call:   Call{Resource: "arn:aws:states:::elasticmapreduce:setClusterTerminationProtection"},
		Result: whatever,
		Allow:  []Allow{allow(emrClusterARN, "elasticmapreduce:SetTerminationProtection")},
	}},
	Notes: []string{
		"A `cluster` block lifts the protection that it gives by `termination_protection`, and no other.",
		"What the call gives is documented nowhere, and the prefix of the errors is unverified.",
	},
	Errors:    emrErrors,
	Transient: emrTransient,
	Example: `task "emr_set_termination_protection" "lift" {
  cluster   = "j-2AXXXXXXGAPLF"
  protected = false
}`,
}
