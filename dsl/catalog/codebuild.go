package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// codeBuild starts a build and waits until it has ended.
var codeBuild = Kind{
	Name: "codebuild",
	Doc:  "Runs a build of an AWS CodeBuild project, or a batch of builds, and waits until it has ended.",
	Args: []Arg{
		{
			Name: "project", ASL: "ProjectName", Type: cty.String, Required: true,
			Doc: "Name of the project.",
		},
		{
			Name: "batch", Type: cty.Bool, Static: true, Default: `false`,
			Doc: "Whether to run the batch of builds that the buildspec describes.",
		},
		{
			Name: "source_version", ASL: "SourceVersion", Type: cty.String,
			Doc: "Commit, branch, tag or version of an object to build, instead of the project's.",
		},
		{
			Name: "environment", Type: pairs,
			Doc: "Environment variables in plain text, besides the project's.",
		},
		{
			Name: "buildspec", ASL: "BuildspecOverride", Type: cty.String,
			Doc: "Buildspec, or the path or ARN of one, instead of the project's.",
		},
		{
			Name: "build_timeout", Type: cty.String, Unit: time.Minute,
			Doc: "How long a build may run before CodeBuild stops it, instead of what the project says; 5 minutes to 36 hours.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			When:  `batch`,
			Call: Call{
				Resource:  "arn:aws:states:::codebuild:startBuildBatch.sync",
				Arguments: codeBuildBatchArguments,
				Answer:    whatever,
			},
			Result: codeBuildBatchResult,
			Unwrap: `try(result.BuildBatch, result)`,
			Allow: []Allow{
				allow(codeBuildARN, "codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"),
				managedRule("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
			},
		},
		{
			Await: "completion",
			Call: Call{
				Resource:  "arn:aws:states:::codebuild:startBuild.sync",
				Arguments: codeBuildArguments,
				Answer:    whatever,
			},
			Result: codeBuildResult,
			Unwrap: `try(result.Build, result)`,
			Allow: []Allow{
				allow(codeBuildARN, "codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"),
				managedRule("StepFunctionsGetEventForCodeBuildStartBuildRule"),
			},
		},
		{
			Await: "none",
			When:  `batch`,
			Call: Call{
				Resource:  "arn:aws:states:::codebuild:startBuildBatch",
				Arguments: codeBuildBatchArguments,
				Answer:    record(map[string]cty.Type{"BuildBatch": codeBuildBatchResult}),
			},
			Result: codeBuildBatchResult,
			Unwrap: `result.BuildBatch`,
			Allow:  []Allow{allow(codeBuildARN, "codebuild:StartBuildBatch")},
		},
		{
			Await: "none",
			Call: Call{
				Resource:  "arn:aws:states:::codebuild:startBuild",
				Arguments: codeBuildArguments,
				Answer:    record(map[string]cty.Type{"Build": codeBuildResult}),
			},
			Result: codeBuildResult,
			Unwrap: `result.Build`,
			Allow:  []Allow{allow(codeBuildARN, "codebuild:StartBuild")},
		},
	},
	Notes: []string{
		"A build that fails, is stopped or takes too long raises `States.TaskFailed`.",
		"A batch runs under the project's batch service role, which the project names.",
		"Secrets do not belong into `environment`, which histories show: a buildspec reads them from Parameter Store or Secrets Manager.",
		"The members of the result, and the prefix of the errors, are unverified.",
	},
	Errors: []string{
		"CodeBuild.AccountLimitExceededException",
		"CodeBuild.InvalidInputException",
		"CodeBuild.ResourceNotFoundException",
	},
	Transient: []string{
		"CodeBuild.AWSCodeBuildException",
		"CodeBuild.InternalServerException",
		"CodeBuild.SdkClientException",
		"CodeBuild.ThrottlingException",
	},
	Example: `task "codebuild" "models" {
  project     = "train-models"
  environment = { DAY = run.scheduled_date }
}`,
}

const codeBuildARN = "arn:{partition}:codebuild:{region}:{account}:project/{project}"

const codeBuildEnvironment = `environment == null ? null : [
    for name, value in environment : { Name = name, Value = value, Type = "PLAINTEXT" }
  ]`

const codeBuildArguments = `{
  EnvironmentVariablesOverride = ` + codeBuildEnvironment + `
  TimeoutInMinutesOverride     = build_timeout
}`

const codeBuildBatchArguments = `{
  EnvironmentVariablesOverride  = ` + codeBuildEnvironment + `
  BuildTimeoutInMinutesOverride = build_timeout
}`

var codeBuildResult = record(map[string]cty.Type{
	"Arn":                          cty.String,
	"Artifacts":                    whatever,
	"BuildComplete":                cty.Bool,
	"BuildNumber":                  cty.Number,
	"BuildStatus":                  cty.String,
	"CurrentPhase":                 cty.String,
	"EndTime":                      whatever,
	"Environment":                  whatever,
	"ExportedEnvironmentVariables": cty.List(record(map[string]cty.Type{"Name": cty.String, "Value": cty.String})),
	"Id":                           cty.String,
	"Initiator":                    cty.String,
	"Logs":                         whatever,
	"Phases":                       whatever,
	"ProjectName":                  cty.String,
	"ReportArns":                   texts,
	"ResolvedSourceVersion":        cty.String,
	"SourceVersion":                cty.String,
	"StartTime":                    whatever,
})

var codeBuildBatchResult = record(map[string]cty.Type{
	"Arn":                   cty.String,
	"Artifacts":             whatever,
	"BuildBatchNumber":      cty.Number,
	"BuildBatchStatus":      cty.String,
	"BuildGroups":           whatever,
	"Complete":              cty.Bool,
	"CurrentPhase":          cty.String,
	"EndTime":               whatever,
	"Id":                    cty.String,
	"Initiator":             cty.String,
	"Phases":                whatever,
	"ProjectName":           cty.String,
	"ReportArns":            texts,
	"ResolvedSourceVersion": cty.String,
	"SourceVersion":         cty.String,
	"StartTime":             whatever,
})
