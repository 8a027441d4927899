package catalog

import "github.com/zclconf/go-cty/cty"

// sagemakerProcessing runs a processing job and waits until it has ended.
var sagemakerProcessing = Kind{
	Name: "sagemaker_processing",
	Doc:  "Runs an Amazon SageMaker processing job and waits until it has ended.",
	Args: []Arg{
		{
			Name: "processing_job_name", ASL: "ProcessingJobName", Type: cty.String, Default: sagemakerName,
			Doc: "Name of the job, new in the account; one is made where it is left out.",
		},
		{
			Name: "app_specification", ASL: "AppSpecification", Type: whatever, Required: true,
			Doc: "Image, entry point and arguments, as the API has them.",
		},
		{
			Name: "processing_resources", ASL: "ProcessingResources", Type: whatever, Required: true,
			Doc: "Type and number of the instances and their disks, as the API has them.",
		},
		{
			Name: "role_arn", ASL: "RoleArn", Type: cty.String, Required: true,
			Doc: "ARN of the role that the job runs under.",
		},
		sagemakerObject("processing_inputs", "ProcessingInputs", "What the container reads: a list."),
		sagemakerObject("processing_output_config", "ProcessingOutputConfig", "What it writes, and where that goes."),
		{
			Name: "environment", ASL: "Environment", Type: pairs,
			Doc: "Environment variables of the container.",
		},
		sagemakerObject("network_config", "NetworkConfig", "Subnets, security groups and isolation."),
		sagemakerObject("stopping_condition", "StoppingCondition", "How long the job may run."),
		sagemakerExperimentArg,
		sagemakerTagsArg,
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync", Arguments: sagemakerTags},
			Result: record(map[string]cty.Type{
				"AppSpecification":       whatever,
				"AutoMLJobArn":           cty.String,
				"CreationTime":           cty.String,
				"Environment":            pairs,
				"ExitMessage":            cty.String,
				"ExperimentConfig":       whatever,
				"FailureReason":          cty.String,
				"LastModifiedTime":       cty.String,
				"MonitoringScheduleArn":  cty.String,
				"NetworkConfig":          whatever,
				"ProcessingEndTime":      cty.String,
				"ProcessingInputs":       whatever,
				"ProcessingJobArn":       cty.String,
				"ProcessingJobName":      cty.String,
				"ProcessingJobStatus":    cty.String,
				"ProcessingOutputConfig": whatever,
				"ProcessingResources":    whatever,
				"ProcessingStartTime":    cty.String,
				"RoleArn":                cty.String,
				"StoppingCondition":      whatever,
				"TrainingJobArn":         cty.String,
			}),
			Allow: []Allow{
				allow(sagemakerProcessingARN, "sagemaker:CreateProcessingJob", "sagemaker:DescribeProcessingJob",
					"sagemaker:StopProcessingJob"),
				sagemakerTagging(sagemakerProcessingARN),
				passRole("{role_arn}", "sagemaker.amazonaws.com"),
				managedRule("StepFunctionsGetEventsForSageMakerProcessingJobsRule"),
			},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::sagemaker:createProcessingJob", Arguments: sagemakerTags},
			Result: record(map[string]cty.Type{"ProcessingJobArn": cty.String}),
			Allow: []Allow{
				allow(sagemakerProcessingARN, "sagemaker:CreateProcessingJob"),
				sagemakerTagged(sagemakerProcessingARN),
				passRole("{role_arn}", "sagemaker.amazonaws.com"),
			},
		},
	},
	Notes:     sagemakerNotes,
	Errors:    sagemakerErrors,
	Transient: sagemakerTransient,
	Example: `task "sagemaker_processing" "features" {
  role_arn             = "arn:aws:iam::123456789012:role/sagemaker"
  app_specification    = { ImageUri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/features:1" }
  processing_resources = { ClusterConfig = { InstanceCount = 1, InstanceType = "ml.m5.xlarge", VolumeSizeInGB = 30 } }
}`,
}

const sagemakerProcessingARN = "arn:{partition}:sagemaker:{region}:{account}:processing-job/*"
