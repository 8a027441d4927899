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
