package catalog

import "github.com/zclconf/go-cty/cty"

// emrServerlessApplication creates, starts or stops an application of EMR
// Serverless.
var emrServerlessApplication = Kind{
	Name: "emr_serverless_application",
	Doc:  "Creates, starts, stops or deletes an Amazon EMR Serverless application and waits until that is done.",
	Args: []Arg{
		{
			Name: "action", Type: cty.String, Required: true, Static: true, Enum: []string{"create", "start", "stop", "delete"},
			Doc: "What is done.",
		},
		{
			Name: "application", ASL: "ApplicationId", Type: cty.String, Required: true, When: `action != "create"`,
			Doc: "Id of the application.",
		},
		{
			Name: "release", ASL: "ReleaseLabel", Type: cty.String, Required: true, When: `action == "create"`,
			Doc: "EMR release, such as `emr-7.5.0`.",
		},
		{
			Name: "engine", Type: cty.String, When: `action == "create"`, Default: `"spark"`, Enum: []string{"spark", "hive"},
			Doc: "What the application runs.",
		},
		{
			Name: "name", ASL: "Name", Type: cty.String, When: `action == "create"`, Default: `"${pipeline.name}-${task_name}"`,
			Doc: "Name in EMR's console; the pipeline's and the task's where it is left out.",
		},
		{
			Name: "initial_capacity", ASL: "InitialCapacity", Type: whatever, When: `action == "create"`,
			Doc: "Workers that are held ready, by type of worker, as the API has them.",
		},
		{
			Name: "maximum_capacity", When: `action == "create"`,
			Type: options(map[string]cty.Type{"cpu": cty.String, "memory": cty.String, "disk?": cty.String}),
			Doc:  "Most that all jobs together may take, such as `{ cpu = \"400 vCPU\", memory = \"3000 GB\" }`.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			When:  `action == "create"`,
			Call: Call{
				Resource:  "arn:aws:states:::emr-serverless:createApplication.sync",
				Arguments: emrServerlessCreateArguments,
			},
			Result: emrServerlessCreated,
			Allow: []Allow{
				allow("arn:{partition}:emr-serverless:{region}:{account}:/*", "emr-serverless:CreateApplication"),
				allow("arn:{partition}:emr-serverless:{region}:{account}:/applications/*",
					"emr-serverless:DeleteApplication", "emr-serverless:GetApplication"),
				emrServerlessLinkedRole,
				emrServerlessApplicationRule,
			},
		},
		{
			Await:  "completion",
			When:   `action == "start"`,
			Call:   Call{Resource: "arn:aws:states:::emr-serverless:startApplication.sync"},
			Result: emrServerlessChanged,
			Allow: []Allow{
				allow(emrServerlessARN, "emr-serverless:GetApplication", "emr-serverless:StartApplication", "emr-serverless:StopApplication"),
				emrServerlessApplicationRule,
			},
		},
		{
			Await:  "completion",
			When:   `action == "stop"`,
			Call:   Call{Resource: "arn:aws:states:::emr-serverless:stopApplication.sync"},
			Result: emrServerlessChanged,
			Allow: []Allow{
				allow(emrServerlessARN, "emr-serverless:GetApplication", "emr-serverless:StopApplication"),
				emrServerlessApplicationRule,
			},
		},
		{
			Await:  "completion",
			Call:   Call{Resource: "arn:aws:states:::emr-serverless:deleteApplication.sync"},
			Result: emrServerlessChanged,
			Allow: []Allow{
				allow(emrServerlessARN, "emr-serverless:DeleteApplication", "emr-serverless:GetApplication"),
				emrServerlessApplicationRule,
			},
		},
		{
			Await: "none",
			When:  `action == "create"`,
			Call: Call{
				Resource:  "arn:aws:states:::emr-serverless:createApplication",
				Arguments: emrServerlessCreateArguments,
			},
			Result: emrServerlessCreated,
			Allow: []Allow{
				allow("arn:{partition}:emr-serverless:{region}:{account}:/*", "emr-serverless:CreateApplication"),
				emrServerlessLinkedRole,
			},
		},
		{
			Await:  "none",
			When:   `action == "start"`,
			Call:   Call{Resource: "arn:aws:states:::emr-serverless:startApplication"},
			Result: emrServerlessChanged,
			Allow:  []Allow{allow(emrServerlessARN, "emr-serverless:StartApplication")},
		},
		{
			Await:  "none",
			When:   `action == "stop"`,
			Call:   Call{Resource: "arn:aws:states:::emr-serverless:stopApplication"},
			Result: emrServerlessChanged,
			Allow:  []Allow{allow(emrServerlessARN, "emr-serverless:StopApplication")},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::emr-serverless:deleteApplication"},
			Result: emrServerlessChanged,
			Allow:  []Allow{allow(emrServerlessARN, "emr-serverless:DeleteApplication")},
		},
	},
	Notes: []string{
		"Jobs start an application that is stopped by themselves, unless it is told not to, so `start` is for what has to be ready before.",
		"An application is deleted only once it is stopped, or before it has ever been started.",
		"An execution that is stopped while it waits deletes what it creates and stops what it starts.",
		"The prefix of the errors has been seen once in public code: it is unverified.",
	},
	Errors: []string{
		"EMRServerless.ConflictException",
		"EMRServerless.ResourceNotFoundException",
		"EMRServerless.ServiceQuotaExceededException",
		"EMRServerless.ValidationException",
	},
	Transient: emrServerlessJob.Transient,
	Example: `task "emr_serverless_application" "spark" {
  action  = "create"
  release = "emr-7.5.0"
}`,
}

const emrServerlessCreateArguments = `{
  Type            = engine == "hive" ? "HIVE" : "SPARK"
  MaximumCapacity = maximum_capacity == null ? null : {
    Cpu    = maximum_capacity.cpu
    Memory = maximum_capacity.memory
    Disk   = maximum_capacity.disk
  }
}`

var (
	emrServerlessCreated = record(map[string]cty.Type{"ApplicationId": cty.String, "Arn": cty.String, "Name": cty.String})
	emrServerlessChanged = record(map[string]cty.Type{"ApplicationId": cty.String})

	emrServerlessApplicationRule = managedRule("StepFunctionsGetEventsForEMRServerlessApplicationRule")
)
