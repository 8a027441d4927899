package catalog

import "github.com/zclconf/go-cty/cty"

// emrTerminateCluster ends a cluster.
var emrTerminateCluster = Kind{
	Name: "emr_terminate_cluster",
	Doc:  "Ends an Amazon EMR cluster and waits until it has ended.",
	Args: []Arg{{
		Name: "cluster", ASL: "ClusterId", Type: cty.String, Required: true,
		Doc: "Id of the cluster.",
	}},
	Modes: []Mode{
		{
			Await:  "completion",
			Call:   Call{Resource: "arn:aws:states:::elasticmapreduce:terminateCluster.sync"},
			Result: whatever,
			Allow:  []Allow{allow(emrClusterARN, "elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows")},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::elasticmapreduce:terminateCluster"},
			Result: whatever,
			Allow:  []Allow{allow(emrClusterARN, "elasticmapreduce:TerminateJobFlows")},
		},
	},
	Notes: []string{
		"EMR does not end a cluster that is protected: lift that by `emr_set_termination_protection` first.",
		"What a `cluster` block has made, it ends itself.",
		"What the call gives is documented nowhere, and the prefix of the errors is unverified.",
	},
	Errors:    emrErrors,
	Transient: emrTransient,
	Example: `task "emr_terminate_cluster" "gone" {
  cluster = "j-2AXXXXXXGAPLF"
}`,
}
