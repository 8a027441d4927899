package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// Clusters lists the kinds of cluster in alphabetical order.
var Clusters = []*Cluster{&clusterEMR}

// clusterEMR is an EMR cluster on EC2.
var clusterEMR = Cluster{
	Name: "emr",
	Doc:  "An Amazon EMR cluster on EC2, made before its first user and ended after its last.",
	Args: clusterEMRArgs,
	AtMostOne: [][]string{
		{"instance_fleets", "primary"},
		{"instance_fleets", "core"},
	},
	RequiredToCreate: []string{"release", "roles", "primary", "core"},
	Create: Call{
		Resource:  "arn:aws:states:::elasticmapreduce:createCluster.sync",
		Arguments: clusterEMRArguments(clusterEMRGroups),
		Answer:    record(map[string]cty.Type{"ClusterId": cty.String}),
	},
	Result: cty.String,
	Unwrap: `result.ClusterId`,
	Terminate: Call{
		Resource:  "arn:aws:states:::elasticmapreduce:terminateCluster",
		Arguments: `{ ClusterId = cluster_id }`,
		NoArgs:    true,
	},
	Unprotect: Call{
		Resource: "arn:aws:states:::elasticmapreduce:setClusterTerminationProtection",
		Arguments: `{
  ClusterId            = cluster_id
  TerminationProtected = false
}`,
		NoArgs: true,
	},
	Protected: "termination_protection",
	Find: Call{
		Resource:  "arn:aws:states:::aws-sdk:emr:listClusters",
		Arguments: `{ ClusterStates = ["RUNNING", "WAITING"] }`,
		NoArgs:    true,
		Answer:    clusterEMRList,
	},
	Found: `[for one in result.Clusters : one.Id if one.Name == name]`,
	Page:  "Marker",
	Left: Call{
		Resource: "arn:aws:states:::aws-sdk:emr:listClusters",
		Arguments: `{
  ClusterStates = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"]
  CreatedAfter  = run.start_time
}`,
		NoArgs: true,
		Answer: clusterEMRList,
	},
	Describe: Call{
		Resource: "arn:aws:states:::aws-sdk:emr:describeCluster",
		NoArgs:   true,
		Answer: record(map[string]cty.Type{
			"Cluster": record(map[string]cty.Type{"Tags": cty.List(record(map[string]cty.Type{"Key": cty.String, "Value": cty.String}))}),
		}),
	},
	Tags:   "Tags",
	Tagged: `concat(tags, [for tag in [{ Key = "pipectl:execution", Value = run.id }] : tag if !keep])`,
	Mine:   `length([for tag in result.Cluster.Tags : tag.Key if tag.Key == "pipectl:execution" && tag.Value == run.id]) > 0`,
	Renamed: Renamed{
		Error: "EMR.BootstrapFailure",
		From:  "States.TaskFailed",
		When:  `strcontains(error.cause, "BOOTSTRAP_FAILURE") || strcontains(lower(error.cause), "bootstrap action")`,
	},
	Notes: []string{
		"Step Functions looks at a starting cluster once a minute for ten minutes, then every five.",
		"A bootstrap action that fails raises `EMR.BootstrapFailure`, every other failed creation `States.TaskFailed`. The " +
			"two are told apart by the cause, `BOOTSTRAP_FAILURE` in the cluster's state; that AWS puts it there is unverified.",
		"The prefix of the errors is unverified.",
		"A cluster that is used beside other tasks is tagged with its execution (`pipectl:execution`). When one of those " +
			"fails, the branch with the cluster is stopped, and the cluster is found by the tag and ended. That tags at the " +
			"creation need `elasticmapreduce:AddTags` is unverified.",
		"EMR gives an instance profile the name of its role unless told otherwise; the policy takes the two for the same.",
	},
	Errors: []string{
		"EMR.BootstrapFailure",
		"ElasticMapReduce.InternalServerErrorException",
		"ElasticMapReduce.InternalServerException",
		"ElasticMapReduce.InvalidRequestException",
	},
	Transient: emrTransient,
	// The call is one of the SDK's, with its prefix.
	FindTransient: SDKCall{Service: "emr", Action: "listClusters"}.Transient(),
	Allow: append([]Allow{
		// RunJobFlow knows no resources, and the id of a cluster to come is
		// not known.
		allow("*", "elasticmapreduce:RunJobFlow"),
		allow("arn:{partition}:elasticmapreduce:{region}:{account}:cluster/*",
			"elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"),
	}, clusterEMRRoles...),
	AllowFind: []Allow{allow("*", "elasticmapreduce:ListClusters")},
	AllowTag:  []Allow{allow("arn:{partition}:elasticmapreduce:{region}:{account}:cluster/*", "elasticmapreduce:AddTags")},
	AllowUnprotect: []Allow{
		allow("arn:{partition}:elasticmapreduce:{region}:{account}:cluster/*", "elasticmapreduce:SetTerminationProtection"),
	},
	Example: `cluster "emr" "lab" {
  release      = "emr-7.5.0"
  applications = ["Spark"]
  subnets      = ["subnet-0123456789abcdef0"]
  roles        = { service = "EMR_DefaultRole", instance = "EMR_EC2_DefaultRole" }
  primary      = { type = "m6g.xlarge" }
  core         = { type = "r6g.2xlarge", count = 4, market = "spot" }
}`,
}

var clusterEMRArgs = []Arg{
	{
		Name: "name", ASL: "Name", Type: cty.String,
		Default: `cluster_name`,
		Doc:     "Name in EMR's console, by which `acquire = \"reuse\"` finds it; the pipeline's and the block's where it is left out, at top level the block's.",
	},
	{
		Name: "release", ASL: "ReleaseLabel", Type: cty.String,
		Doc: "EMR release, such as `emr-7.5.0`.",
	},
	{
		Name: "applications", Type: texts,
		Doc: "Applications to install.",
	},
	{
		Name: "subnets", Type: texts,
		Doc: "Ids of the subnets it may lie in, of which EMR picks one; several need instance fleets.",
	},
	{
		Name: "roles",
		Type: options(map[string]cty.Type{"service": cty.String, "instance": cty.String, "autoscaling?": cty.String}),
		Doc:  "Role of EMR, instance profile of the machines and, if wanted, role of automatic scaling: names or ARNs.",
	},
	{
		Name: "primary", Type: options(map[string]cty.Type{"type": cty.String, "count?": cty.Number, "market?": cty.String}),
		MemberEnum: map[string][]string{"market": {"on_demand", "spot"}},
		Doc:        "Primary node: instance type, number (1 or 3, default 1) and market (`on_demand` or `spot`).",
	},
	{
		Name: "core", Type: options(map[string]cty.Type{"type": cty.String, "count?": cty.Number, "market?": cty.String}),
		MemberEnum: map[string][]string{"market": {"on_demand", "spot"}},
		Doc:        "Core nodes: instance type, number (default 1) and market.",
	},
	{
		Name: "instance_fleets", ASL: "Instances.InstanceFleets", Type: whatever,
		Doc: "Instance fleets, as the API has them, in place of `primary` and `core`.",
	},
	{
		Name: "managed_scaling", Type: options(map[string]cty.Type{"min": cty.Number, "max": cty.Number}),
		Doc: "Fewest and most instances, or units of capacity with `instance_fleets`, between which EMR scales.",
	},
	{
		Name: "bootstrap",
		Type: cty.List(options(map[string]cty.Type{"name?": cty.String, "script": cty.String, "args?": texts})),
		Doc:  "Bootstrap actions in order: name (default the script's), S3 URI of the script, arguments.",
	},
	{
		Name: "configurations", Type: whatever,
		Doc: "Settings of the applications: a list of `{ classification, properties, configurations }`, the last " +
			"with more of the same.",
	},
	{
		Name: "log_uri", ASL: "LogUri", Type: cty.String,
		Doc: "S3 URI under which logs are kept.",
	},
	{
		Name: "idle_timeout", ASL: "AutoTerminationPolicy.IdleTimeout", Type: cty.String, Unit: time.Second,
		Default: `"1h"`,
		Doc:     "How long the cluster may idle before EMR ends it, even when the execution is gone; one minute to seven days.",
	},
	{
		Name: "termination_protection", ASL: "Instances.TerminationProtected", Type: cty.Bool, Static: true,
		Doc: "Whether the cluster is protected from being ended by anybody else. The machine lifts it before it ends the cluster.",
	},
	{
		Name: "acquire", Type: cty.String, Static: true, Default: `"create"`, Enum: []string{"create", "reuse"},
		Doc: "Whether to create a cluster, or to take one of this name that waits or runs and create it only if there is none.",
	},
	{
		Name: "use", Type: cty.String,
		Doc: "Id of a cluster that exists, which is neither created nor ended. Null means: acquire one.",
	},
	{
		Name: "keep", Type: cty.Bool, Default: `false`,
		Doc: "Whether to leave the end of the cluster to `idle_timeout`.",
	},
	{
		Name: "keep_on_failure", Type: cty.Bool, Default: `false`,
		Doc: "Whether to do so when something failed.",
	},
	{
		Name: "timeout", Type: cty.String, Static: true, Unit: time.Second,
		Doc: "How long its creation may take.",
	},
	{
		Name: "parameters", Type: whatever,
		Doc: "Any field of RunJobFlow, in the API's names, over what the other arguments say.",
	},
}

// clusterEMRRoles is what passing a cluster's roles needs.
var clusterEMRRoles = []Allow{
	passRole("arn:{partition}:iam::{account}:role/{roles.service}", "elasticmapreduce.amazonaws.com"),
	passRole("arn:{partition}:iam::{account}:role/{roles.instance}", "ec2.amazonaws.com"),
	{
		Actions:  []string{"iam:PassRole"},
		Resource: "arn:{partition}:iam::{account}:role/{roles.autoscaling}",
		PassedTo: "application-autoscaling.amazonaws.com",
		If:       "roles.autoscaling",
	},
	{
		// Once in the life of an account.
		Actions: []string{"iam:CreateServiceLinkedRole"},
		Resource: "arn:{partition}:iam::{account}:role/aws-service-role/elasticmapreduce.amazonaws.com*/" +
			"AWSServiceRoleForEMRCleanup*",
		Conditions: []Condition{{
			Test: "StringLike", Key: "iam:AWSServiceName", Value: "elasticmapreduce.amazonaws.com*",
		}},
	},
}

// clusterEMRList is a page of ListClusters.
var clusterEMRList = record(map[string]cty.Type{
	"Clusters": cty.List(record(map[string]cty.Type{
		"ClusterArn":              cty.String,
		"Id":                      cty.String,
		"Name":                    cty.String,
		"NormalizedInstanceHours": cty.Number,
		"OutpostArn":              cty.String,
		"Status":                  whatever,
	})),
	"Marker": cty.String,
})

// clusterEMRArguments is RunJobFlow's, with the instance groups by an expression. The integration wants the cluster to stay
// up without steps, and names for the groups. Only a cluster of fleets may
// choose among Ec2SubnetIds. Settings nest no deeper than the exports of an
// environment.
func clusterEMRArguments(groups string) string {
	return `{
  ServiceRole     = roles.service
  JobFlowRole     = roles.instance
  AutoScalingRole = roles.autoscaling
  Instances = {
    KeepJobFlowAliveWhenNoSteps = true
    Ec2SubnetId                 = instance_fleets == null && length(subnets == null ? [] : subnets) == 1 ? subnets[0] : null
    Ec2SubnetIds                = instance_fleets == null && length(subnets == null ? [] : subnets) == 1 ? null : subnets
    InstanceGroups = instance_fleets != null ? null : ` + groups + `
  }
  Applications = applications == null ? null : [for one in applications : { Name = one }]
  BootstrapActions = bootstrap == null ? null : [for one in bootstrap : {
    Name = one.name == null ? basename(one.script) : one.name
    ScriptBootstrapAction = {
      Path = one.script
      Args = one.args
    }
  }]
  Configurations = configurations == null ? null : [for one in configurations : {
    Classification = one.classification
    Properties     = try(one.properties, null)
    Configurations = try([for inner in one.configurations : {
      Classification = inner.classification
      Properties     = try(inner.properties, null)
    }], null)
  }]
  ManagedScalingPolicy = managed_scaling == null ? null : {
    ComputeLimits = {
      UnitType             = instance_fleets == null ? "Instances" : "InstanceFleetUnits"
      MinimumCapacityUnits = managed_scaling.min
      MaximumCapacityUnits = managed_scaling.max
    }
  }
}`
}

const (
	clusterEMRGroups = "[" + clusterEMRPrimary + ", " + clusterEMRCore + "]"

	clusterEMRPrimary = `{
      Name          = "primary"
      InstanceRole  = "MASTER"
      InstanceType  = primary.type
      InstanceCount = primary.count == null ? 1 : primary.count
      Market        = primary.market == null ? null : upper(primary.market)
    }`

	clusterEMRCore = `{
      Name          = "core"
      InstanceRole  = "CORE"
      InstanceType  = core.type
      InstanceCount = core.count == null ? 1 : core.count
      Market        = core.market == null ? null : upper(core.market)
    }`
)
