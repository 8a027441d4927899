package catalog

import "github.com/zclconf/go-cty/cty"

// What EMR Serverless and EMR on EKS share: settings of Spark are one string
// there.

var sparkArg = Arg{
	Name: "spark",
	Type: options(map[string]cty.Type{"script": cty.String, "args?": texts, "conf?": pairs, "class?": cty.String}),
	Doc:  "A Spark application: S3 URI or path of its script or JAR, arguments, settings and main class.",
}

// sparkSubmit is the string, null when there is nothing to say.
const sparkSubmit = `spark.class == null && spark.conf == null ? null : join(" ", concat(
  spark.class == null ? [] : ["--class ${spark.class}"],
  spark.conf == null ? [] : [for key, value in spark.conf : "--conf ${key}=${value}"],
))`

// spark is a Spark application, wherever it runs.
var spark = Portable{
	Name: "spark",
	Doc: "Runs a Spark application on what a compute block names. The task behaves as one of the kind that the compute " +
		"block stands for, its result included.",
	Args: []Arg{
		runsOn("emr", "emr_eks", "emr_serverless", "glue"),
		{
			Name: "script", Type: cty.String, Required: true,
			Doc: "S3 URI or path of the script or JAR.",
		},
		{
			Name: "args", Type: texts,
			Doc: "Arguments of the application.",
		},
		{
			Name: "conf", Type: pairs,
			Doc: "Settings of Spark, by names such as `spark.sql.shuffle.partitions`; they go over those of the compute block.",
		},
		{
			Name: "class", Type: cty.String,
			Doc: "Class to run, of a JAR.",
		},
	},
	Beside: `compute "emr_serverless" "wide" {
  application    = "00f1abcdefgh0123"
  execution_role = "arn:aws:iam::123456789012:role/spark-jobs"
  executor       = { count = 200, cores = 2, memory = "4g" }
}`,
	Example: `task "spark" "explode" {
  script  = "s3://acme-code/explode.py"
  args    = ["--day", run.scheduled_date]
  runs_on = compute.wide
}`,
}

// The sizes of driver and executors, where Spark's own settings say them.

var driverArg = Arg{
	Name: "driver", Type: options(map[string]cty.Type{"cores?": cty.Number, "memory?": cty.String}),
	Doc: "Cores and memory of the driver; they become `spark.driver.cores` and `spark.driver.memory`.",
}

var executorArg = Arg{
	Name: "executor", Type: options(map[string]cty.Type{"count?": cty.Number, "cores?": cty.Number, "memory?": cty.String}),
	Doc: "Number of executors, cores and memory of each; they become `spark.executor.instances`, " +
		"`spark.executor.cores` and `spark.executor.memory`.",
}

// sparkSized is the argument "spark" of a kind whose compute block has driver
// and executor.
const sparkSized = `{
  script = script
  args   = args
  class  = class
  conf = conf == null && driver == null && executor == null ? null : merge(
    {
      for key, value in {
        "spark.driver.cores"       = driver == null ? null : driver.cores
        "spark.driver.memory"      = driver == null ? null : driver.memory
        "spark.executor.cores"     = executor == null ? null : executor.cores
        "spark.executor.instances" = executor == null ? null : executor.count
        "spark.executor.memory"    = executor == null ? null : executor.memory
      } : key => tostring(value) if value != null
    },
    conf == null ? {} : conf,
  )
}`

var emrServerlessCompute = Compute{
	Name:    "emr_serverless",
	Doc:     "An Amazon EMR Serverless application.",
	Runs:    &spark,
	Kind:    &emrServerlessJob,
	Args:    append(infrastructure(&emrServerlessJob, "application", "execution_role", "configuration"), driverArg, executorArg),
	Becomes: []Become{{Arg: "spark", Value: sparkSized}},
	Notes: []string{
		"`count` is how many executors a job begins with; EMR Serverless adds and takes away some, as long as `conf` does " +
			"not turn `spark.dynamicAllocation.enabled` off.",
		"Settings go into one string: none may hold white space.",
	},
	Example: `compute "emr_serverless" "example" {
  application    = "00f1abcdefgh0123"
  execution_role = "arn:aws:iam::123456789012:role/spark-jobs"
  executor       = { count = 200, cores = 2, memory = "4g" }
}`,
}

var emrEKSCompute = Compute{
	Name:    "emr_eks",
	Doc:     "A virtual cluster of Amazon EMR on EKS.",
	Runs:    &spark,
	Kind:    &emrEKSJob,
	Args:    append(infrastructure(&emrEKSJob, "virtual_cluster", "execution_role", "release", "configuration"), driverArg, executorArg),
	Becomes: []Become{{Arg: "spark", Value: sparkSized}},
	Notes:   []string{"Settings go into one string: none may hold white space."},
	Example: `compute "emr_eks" "example" {
  virtual_cluster = "abcdefghijklmnopqrstuvwxy"
  execution_role  = "arn:aws:iam::123456789012:role/spark-jobs"
  release         = "emr-7.5.0-latest"
}`,
}

var emrCompute = Compute{
	Name: "emr",
	Doc:  "An Amazon EMR cluster: one declared at top level, or any by its id.",
	Runs: &spark,
	Kind: &emrStep,
	Args: append(infrastructure(&emrStep, "cluster", "on_failure"), Arg{
		Name: "deploy_mode", Type: cty.String, Enum: []string{"client", "cluster"},
		Doc: "Where the driver runs: on the primary node or on any.",
	}),
	Becomes: []Become{{
		Arg:   "spark",
		Value: `{ script = script, args = args, conf = conf, class = class, deploy_mode = deploy_mode }`,
	}},
	Notes: []string{
		"A step ends with the cluster's own sizes of driver and executors; `conf` sets others.",
		"Tasks of `on_failure` and `finally` cannot run on a cluster of this project, which may be gone by then.",
	},
	Example: `compute "emr" "example" { cluster = "j-2AXXXXXXGAPLF" }`,
}

var glueCompute = Compute{
	Name:      "glue",
	Doc:       "An AWS Glue job, whose script the task replaces.",
	Runs:      &spark,
	Kind:      &glueJob,
	Args:      infrastructure(&glueJob, "job", "workers", "capacity", "job_timeout"),
	AtMostOne: [][]string{{"workers", "capacity"}},
	Pairs:     "args",
	Reserved:  []string{"--class", "--conf", "--scriptLocation"},
	Becomes: []Become{{
		Arg: "arguments",
		Value: `merge(
  { "--scriptLocation" = script },
  class == null ? {} : { "--class" = class },
  conf == null ? {} : { "--conf" = join(" --conf ", [for key, value in conf : "${key}=${value}"]) },
  args,
)`,
	}},
	Notes: []string{
		"`script` is sent as `--scriptLocation`, `class` as `--class`, `conf` as one `--conf`.",
		"`args` are pairs of `--key` and value, for Glue knows arguments by name only: each key stands once, and is known at " +
			"compile time.",
		"Driver and executors are the size of the workers: Glue takes no others from `conf`.",
	},
	Example: `compute "glue" "example" {
  job     = "spark-runner"
  workers = { type = "G.1X", count = 10 }
}`,
}
