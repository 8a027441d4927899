package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// emrCreateCluster creates a cluster and leaves it to others: a cluster block
// also ends it.
var emrCreateCluster = Kind{
	Name: "emr_create_cluster",
	Doc: "Creates an Amazon EMR cluster and waits until it can take steps. Nothing ends it but a task " +
		"`emr_terminate_cluster` or its own `idle_timeout`; a `cluster` block takes care of both ends.",
	Args: append(ofCluster("release", "roles"), append([]Arg{
		{
			Name: "name", ASL: "Name", Type: cty.String, Default: `"${pipeline.name}-${task_name}"`,
			Doc: "Name in EMR's console; the pipeline's and the task's where it is left out.",
		},
		{
			Name: "idle_timeout", ASL: "AutoTerminationPolicy.IdleTimeout", Type: cty.String, Unit: time.Second,
			Doc: "How long the cluster may idle before EMR ends it; one minute to seven days. Left out: for ever.",
		},
	}, ofCluster("applications", "subnets", "primary", "core", "instance_fleets", "managed_scaling", "bootstrap", "configurations",
		"log_uri", "termination_protection")...)...),
	OneOf:     [][]string{{"instance_fleets", "primary"}},
	AtMostOne: [][]string{{"instance_fleets", "core"}},
	Modes: []Mode{
		{
			Await: "completion",
			Call: Call{
				Resource:  "arn:aws:states:::elasticmapreduce:createCluster.sync",
				Arguments: emrCreateArguments,
			},
			Result: record(map[string]cty.Type{"ClusterId": cty.String}),
			Allow: append([]Allow{
				allow("*", "elasticmapreduce:RunJobFlow"),
				allow("arn:{partition}:elasticmapreduce:{region}:{account}:cluster/*",
					"elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"),
			}, clusterEMRRoles...),
		},
		{
			Await: "none",
			Call: Call{
				Resource:  "arn:aws:states:::elasticmapreduce:createCluster",
				Arguments: emrCreateArguments,
			},
			Result: record(map[string]cty.Type{"ClusterId": cty.String}),
			Allow:  append([]Allow{allow("*", "elasticmapreduce:RunJobFlow")}, clusterEMRRoles...),
		},
	},
	Notes: []string{
		"An execution that is stopped leaves its cluster: give it an `idle_timeout`.",
		"Step Functions looks at a starting cluster once a minute for ten minutes, then every five.",
		"A cluster that does not start raises `States.TaskFailed`; that this holds of a failed bootstrap action too, and the " +
			"prefix of the other errors, is unverified.",
		"EMR gives an instance profile the name of its role unless told otherwise; the policy takes the two for the same.",
	},
	Errors:    emrErrors,
	Transient: emrTransient,
	Example: `task "emr_create_cluster" "lab" {
  release      = "emr-7.5.0"
  applications = ["Spark"]
  roles        = { service = "EMR_DefaultRole", instance = "EMR_EC2_DefaultRole" }
  primary      = { type = "m6g.xlarge" }
  core         = { type = "r6g.2xlarge", count = 4, market = "spot" }
  idle_timeout = "30m"
}`,
}

// emrCreateArguments: a cluster may be a primary node alone.
var emrCreateArguments = clusterEMRArguments(
	"(core == null ? [" + clusterEMRPrimary + "] : [" + clusterEMRPrimary + ", " + clusterEMRCore + "])")

// ofCluster are arguments of a cluster block, for the task that takes the same.
func ofCluster(names ...string) []Arg {
	var out []Arg
	for _, name := range names {
		a, ok := findArg(clusterEMRArgs, name)
		if !ok {
			panic("catalog: no cluster has an argument " + name)
		}
		of := *a
		of.Required = name == "release" || name == "roles"
		out = append(out, of)
	}
	return out
}

// emrErrors are those of every action of EMR's integration.
var emrErrors = []string{
	"ElasticMapReduce.InternalServerErrorException",
	"ElasticMapReduce.InternalServerException",
	"ElasticMapReduce.InvalidRequestException",
}
