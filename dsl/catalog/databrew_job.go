package catalog

import "github.com/zclconf/go-cty/cty"

// databrewJob runs a DataBrew job and waits until it has ended.
var databrewJob = Kind{
	Name: "databrew_job",
	Doc:  "Runs an AWS Glue DataBrew job and waits until it has ended.",
	Args: []Arg{{
		Name: "job", ASL: "Name", Type: cty.String, Required: true,
		Doc: "Name of the job.",
	}},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::databrew:startJobRun.sync"},
			Result: record(map[string]cty.Type{
				"Attempt":                  cty.Number,
				"CompletedOn":              cty.String,
				"DataCatalogOutputs":       whatever,
				"DatabaseOutputs":          whatever,
				"DatasetName":              cty.String,
				"ErrorMessage":             cty.String,
				"ExecutionTime":            cty.Number,
				"JobName":                  cty.String,
				"JobSample":                whatever,
				"LogGroupName":             cty.String,
				"LogSubscription":          cty.String,
				"Outputs":                  whatever,
				"ProfileConfiguration":     whatever,
				"RecipeReference":          whatever,
				"RunId":                    cty.String,
				"StartedBy":                cty.String,
				"StartedOn":                cty.String,
				"State":                    cty.String,
				"ValidationConfigurations": whatever,
			}),
			Allow: []Allow{allow(databrewJobARN, "databrew:ListJobRuns", "databrew:StartJobRun", "databrew:StopJobRun")},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::databrew:startJobRun"},
			Result: record(map[string]cty.Type{"RunId": cty.String}),
			Allow:  []Allow{allow(databrewJobARN, "databrew:StartJobRun")},
		},
	},
	Notes: []string{
		"A run that fails, times out or is stopped raises `States.TaskFailed`.",
		"The result is the description of the run, by AWS's rule for `.sync`; its members, and the prefix of the errors, are unverified.",
	},
	Errors: []string{
		"DataBrew.ConflictException",
		"DataBrew.ResourceNotFoundException",
		"DataBrew.ServiceQuotaExceededException",
		"DataBrew.ValidationException",
	},
	Transient: []string{
		"DataBrew.AWSGlueDataBrewException",
		"DataBrew.InternalServerException",
		"DataBrew.SdkClientException",
	},
	Example: `task "databrew_job" "clean" {
  job = "clean-orders"
}`,
}

const databrewJobARN = "arn:{partition}:databrew:{region}:{account}:job/{job}"
