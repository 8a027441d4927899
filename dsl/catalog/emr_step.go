package catalog

import "github.com/zclconf/go-cty/cty"

// emrStep adds a step to a cluster and waits until it has ended.
var emrStep = Kind{
	Name: "emr_step",
	Doc:  "Runs a step on an Amazon EMR cluster and waits until it has ended.",
	Args: []Arg{
		{
			Name: "cluster", ASL: "ClusterId", Type: cty.String, Ref: "cluster", Required: true,
			Doc: "The cluster: `cluster.NAME`, or the id of any cluster.",
		},
		{
			Name: "name", ASL: "Step.Name", Type: cty.String, Default: `task_name`,
			Doc: "Name of the step in EMR's console; the task's where it is left out.",
		},
		{
			Name: "jar", Type: cty.String,
			Doc: "S3 URI or path on the cluster of a JAR to run.",
		},
		{
			Name: "main_class", Type: cty.String, With: "jar",
			Doc: "Class to run, where the JAR's manifest does not say.",
		},
		{
			Name: "args", Type: texts, With: "jar",
			Doc: "Arguments of the JAR.",
		},
		{
			Name: "spark",
			Type: options(map[string]cty.Type{
				"script": cty.String, "args?": texts, "conf?": pairs, "class?": cty.String, "deploy_mode?": cty.String,
			}),
			MemberEnum: map[string][]string{"deploy_mode": {"client", "cluster"}},
			Doc:        "A Spark application: its script or JAR, arguments, settings, main class and deploy mode.",
		},
		{
			Name: "hive", Type: options(map[string]cty.Type{"script": cty.String, "args?": texts}),
			Doc: "A Hive script and its arguments.",
		},
		{
			Name: "s3distcp", Type: options(map[string]cty.Type{"src": cty.String, "dest": cty.String, "args?": texts}),
			Doc: "A copy by S3DistCp: where from, where to, further arguments.",
		},
		{
			Name: "command", Type: texts,
			Doc: "A command to run on the primary node: its words.",
		},
		{
			Name: "on_failure", Type: cty.String, Static: true,
			Default: `"continue"`, Enum: []string{"continue", "cancel_and_wait", "terminate_cluster"},
			Doc: "What the cluster does when the step fails: go on, cancel the steps that wait, or end.",
		},
	},
	OneOf: [][]string{{"jar", "spark", "hive", "s3distcp", "command"}},
	Modes: []Mode{
		{
			Await: "completion",
			Call: Call{
				Resource:  "arn:aws:states:::elasticmapreduce:addStep.sync",
				Arguments: emrStepArguments,
				Answer:    whatever,
			},
			Result: record(map[string]cty.Type{
				"ActionOnFailure": cty.String,
				"Config": record(map[string]cty.Type{
					"Args": texts, "Jar": cty.String, "MainClass": cty.String, "Properties": pairs,
				}),
				"ExecutionRoleArn": cty.String,
				"Id":               cty.String,
				"Name":             cty.String,
				"Status": record(map[string]cty.Type{
					"FailureDetails":    record(map[string]cty.Type{"LogFile": cty.String, "Message": cty.String, "Reason": cty.String}),
					"State":             cty.String,
					"StateChangeReason": record(map[string]cty.Type{"Code": cty.String, "Message": cty.String}),
					"Timeline": record(map[string]cty.Type{
						"CreationDateTime": cty.String, "EndDateTime": cty.String, "StartDateTime": cty.String,
					}),
				}),
			}),
			// Whether the step comes as itself or as the member Step is not
			// written down anywhere.
			Unwrap: `try(result.Step, result)`,
			Allow: []Allow{allow(emrClusterARN,
				"elasticmapreduce:AddJobFlowSteps", "elasticmapreduce:CancelSteps", "elasticmapreduce:DescribeStep")},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::elasticmapreduce:addStep", Arguments: emrStepArguments},
			Result: record(map[string]cty.Type{"StepId": cty.String}),
			Allow:  []Allow{allow(emrClusterARN, "elasticmapreduce:AddJobFlowSteps")},
		},
	},
	Notes: []string{
		"Step Functions looks at a step once a minute for ten minutes, then every five: a short step still takes a minute.",
		"Steps run side by side only where the cluster's `StepConcurrencyLevel` allows it.",
		"The members of the result, and the prefix of the errors, are unverified.",
	},
	Errors: []string{
		"ElasticMapReduce.InternalServerErrorException",
		"ElasticMapReduce.InternalServerException",
		"ElasticMapReduce.InvalidRequestException",
	},
	Transient: emrTransient,
	Example: `task "emr_step" "aggregate" {
  cluster = "j-2AXXXXXXGAPLF"
  spark = {
    script = "s3://acme-code/aggregate.py"
    args   = ["--day", run.scheduled_date]
    conf   = { "spark.sql.shuffle.partitions" = "200" }
  }
}`,
}

const emrClusterARN = "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/{cluster}"

const emrStepArguments = `{
  Step = {
    ActionOnFailure = upper(on_failure)
    HadoopJarStep = (
      jar != null ? {
        Jar       = jar
        MainClass = main_class
        Args      = args
      } :
      spark != null ? {
        Jar = "command-runner.jar"
        Args = concat(
          ["spark-submit"],
          spark.deploy_mode == null ? [] : ["--deploy-mode", spark.deploy_mode],
          spark.class == null ? [] : ["--class", spark.class],
          spark.conf == null ? [] : flatten([for key, value in spark.conf : ["--conf", "${key}=${value}"]]),
          [spark.script],
          spark.args == null ? [] : spark.args,
        )
      } :
      hive != null ? {
        Jar = "command-runner.jar"
        Args = concat(
          ["hive-script", "--run-hive-script", "--args", "-f", hive.script],
          hive.args == null ? [] : hive.args,
        )
      } :
      s3distcp != null ? {
        Jar = "command-runner.jar"
        Args = concat(
          ["s3-dist-cp", "--src=${s3distcp.src}", "--dest=${s3distcp.dest}"],
          s3distcp.args == null ? [] : s3distcp.args,
        )
      } :
      {
        Jar  = "command-runner.jar"
        Args = command
      }
    )
  }
}`

// emrTransient go by the name that version 1 of the SDK gives EMR, as the other
// older integrations do; nothing seen on AWS confirms it.
var emrTransient = []string{
	"ElasticMapReduce.AmazonElasticMapReduceException",
	"ElasticMapReduce.InternalServerErrorException",
	"ElasticMapReduce.InternalServerException",
	"ElasticMapReduce.SdkClientException",
}
