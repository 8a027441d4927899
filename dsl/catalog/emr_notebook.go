package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// emrNotebook starts a notebook execution and looks at it until it has ended.
// START_PENDING, STARTING, RUNNING and FINISHING go on; FAILING, STOP_PENDING
// and STOPPING soon end badly, and are waited for because only the end has the
// reason; FINISHED, FAILED and STOPPED are ends.
var emrNotebook = Kind{
	Name: "emr_notebook",
	Doc:  "Runs a notebook of an Amazon EMR workspace on a cluster and waits until it has ended.",
	Args: []Arg{
		{
			Name: "cluster", ASL: "ExecutionEngine.Id", Type: cty.String, Ref: "cluster", Required: true,
			Doc: "The cluster: `cluster.NAME`, or the id of any cluster.",
		},
		{
			Name: "editor", ASL: "EditorId", Type: cty.String, Required: true,
			Doc: "Id of the notebook or workspace, such as `e-ABCDEFGHIJK`.",
		},
		{
			Name: "notebook", ASL: "RelativePath", Type: cty.String, Required: true,
			Doc: "Path of the notebook's file in the workspace.",
		},
		{
			Name: "notebook_parameters", Type: whatever,
			Doc: "Values for the cell tagged `parameters`: an object.",
		},
		{
			Name: "parameters_json", Type: cty.String,
			Doc: "The same as JSON text.",
		},
		{
			Name: "service_role", ASL: "ServiceRole", Type: cty.String, Default: `"EMR_Notebooks_DefaultRole"`,
			Doc: "Name or ARN of the role that EMR takes for the notebook.",
		},
	},
	AtMostOne: [][]string{{"notebook_parameters", "parameters_json"}},
	Modes: []Mode{{
		Await:  "none",
		Call:   Call{Resource: "arn:aws:states:::aws-sdk:emr:startNotebookExecution", Arguments: emrNotebookArguments},
		Result: record(map[string]cty.Type{"NotebookExecutionId": cty.String}),
		Allow: []Allow{
			allow(emrClusterARN, "elasticmapreduce:StartNotebookExecution"),
			allow(emrEditorARN, "elasticmapreduce:StartNotebookExecution"),
			passRole(emrNotebookRole, "elasticmapreduce.amazonaws.com"),
		},
	}},
	Poll: &Poll{
		Start: Call{
			Resource:  "arn:aws:states:::aws-sdk:emr:startNotebookExecution",
			Arguments: emrNotebookArguments,
			Answer:    record(map[string]cty.Type{"NotebookExecutionId": cty.String}),
		},
		Look: Call{
			Resource:  "arn:aws:states:::aws-sdk:emr:describeNotebookExecution",
			Arguments: `{ NotebookExecutionId = started.NotebookExecutionId }`,
			NoArgs:    true,
			Answer:    record(map[string]cty.Type{"NotebookExecution": emrNotebookExecution}),
		},
		Every:  30 * time.Second,
		Until:  `result.NotebookExecution.Status == "FINISHED"`,
		Fail:   `result.NotebookExecution.Status == "FAILED" || result.NotebookExecution.Status == "STOPPED"`,
		Error:  "Pipectl.NotebookFailed",
		Cause:  `result.NotebookExecution.LastStateChangeReason != null ? result.NotebookExecution.LastStateChangeReason : "the notebook ended as ${result.NotebookExecution.Status}"`,
		Result: emrNotebookExecution,
		Unwrap: `result.NotebookExecution`,
		Stop: &Call{
			Resource:  "arn:aws:states:::aws-sdk:emr:stopNotebookExecution",
			Arguments: `{ NotebookExecutionId = started.NotebookExecutionId }`,
			NoArgs:    true,
		},
		Allow: []Allow{
			allow(emrClusterARN, "elasticmapreduce:StartNotebookExecution"),
			allow(emrEditorARN, "elasticmapreduce:StartNotebookExecution"),
			allow("arn:{partition}:elasticmapreduce:{region}:{account}:notebook-execution/*",
				"elasticmapreduce:DescribeNotebookExecution", "elasticmapreduce:StopNotebookExecution"),
			passRole(emrNotebookRole, "elasticmapreduce.amazonaws.com"),
		},
	},
	Notes: []string{
		"That the policy may name the cluster, the editor and notebook executions is by IAM's list of actions and resources; it is unverified.",
		"A notebook that fails or is stopped raises `Pipectl.NotebookFailed`, with what EMR said as the cause.",
		"The cluster needs the applications `Livy` and `JupyterEnterpriseGateway`.",
		"A notebook kept in S3 runs through `parameters`: `{ EditorId = null, RelativePath = null, " +
			"NotebookS3Location = { Bucket = \"…\", Key = \"…\" } }`.",
		"The IAM actions are those of the calls by their names; no document of AWS lists them, so they are unverified.",
	},
	Errors: []string{
		"Emr.EmrException",
		"Emr.InternalServerErrorException",
		"Emr.InternalServerException",
		"Emr.InvalidRequestException",
		"Pipectl.NotebookFailed",
	},
	Transient: []string{
		"Emr.EmrException",
		"Emr.InternalServerErrorException",
		"Emr.InternalServerException",
		"Emr.SdkClientException",
		"Emr.ThrottlingException",
	},
	Example: `task "emr_notebook" "forecast" {
  cluster             = "j-2AXXXXXXGAPLF"
  editor              = "e-ABCDEFGHIJKLMNOPQRSTUVWXY"
  notebook            = "daily/forecast.ipynb"
  notebook_parameters = { day = run.scheduled_date }
}`,
}

const emrEditorARN = "arn:{partition}:elasticmapreduce:{region}:{account}:editor/{editor}"

const emrNotebookRole = "arn:{partition}:iam::{account}:role/{service_role}"

const emrNotebookArguments = `{
  ExecutionEngine = { Type = "EMR" }
  NotebookParams  = notebook_parameters == null ? parameters_json : jsonencode(notebook_parameters)
}`

var emrNotebookExecution = record(map[string]cty.Type{
	"Arn":                  cty.String,
	"EditorId":             cty.String,
	"EndTime":              cty.String,
	"EnvironmentVariables": pairs,
	"ExecutionEngine": record(map[string]cty.Type{
		"ExecutionRoleArn": cty.String, "Id": cty.String, "MasterInstanceSecurityGroupId": cty.String, "Type": cty.String,
	}),
	"LastStateChangeReason":           cty.String,
	"NotebookExecutionId":             cty.String,
	"NotebookExecutionName":           cty.String,
	"NotebookInstanceSecurityGroupId": cty.String,
	"NotebookParams":                  cty.String,
	"NotebookS3Location":              record(map[string]cty.Type{"Bucket": cty.String, "Key": cty.String}),
	"OutputNotebookFormat":            cty.String,
	"OutputNotebookS3Location":        record(map[string]cty.Type{"Bucket": cty.String, "Key": cty.String}),
	"OutputNotebookURI":               cty.String,
	"StartTime":                       cty.String,
	"Status":                          cty.String,
	"Tags":                            whatever,
})
