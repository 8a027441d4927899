package catalog

import "github.com/zclconf/go-cty/cty"

// sagemakerTransform runs a batch transform job and waits until it has ended.
var sagemakerTransform = Kind{
	Name: "sagemaker_transform",
	Doc:  "Runs an Amazon SageMaker batch transform job and waits until it has ended.",
	Args: []Arg{
		{
			Name: "transform_job_name", ASL: "TransformJobName", Type: cty.String, Default: sagemakerName,
			Doc: "Name of the job, new in the account; one is made where it is left out.",
		},
		{
			Name: "model_name", ASL: "ModelName", Type: cty.String, Required: true,
			Doc: "Name of the model.",
		},
		{
			Name: "transform_input", ASL: "TransformInput", Type: whatever, Required: true,
			Doc: "Where the data lies and in which form, as the API has it.",
		},
		{
			Name: "transform_output", ASL: "TransformOutput", Type: whatever, Required: true,
			Doc: "Where the results go and in which form, as the API has it.",
		},
		{
			Name: "transform_resources", ASL: "TransformResources", Type: whatever, Required: true,
			Doc: "Type and number of the instances, as the API has it.",
		},
		{
			Name: "batch_strategy", ASL: "BatchStrategy", Type: cty.String, Enum: []string{"MultiRecord", "SingleRecord"},
			Doc: "How many records go into one request.",
		},
		{
			Name: "data_capture_config", ASL: "DataCaptureConfig", Type: whatever,
			Doc: "Where requests and answers are kept.",
		},
		{
			Name: "data_processing", ASL: "DataProcessing", Type: whatever,
			Doc: "Filters of input and output, and how the two are joined.",
		},
		{
			Name: "environment", ASL: "Environment", Type: pairs,
			Doc: "Environment variables of the container.",
		},
		sagemakerExperimentArg,
		{
			Name: "max_concurrent_transforms", ASL: "MaxConcurrentTransforms", Type: cty.Number,
			Doc: "Most requests to an instance at once.",
		},
		{
			Name: "max_payload_in_mb", ASL: "MaxPayloadInMB", Type: cty.Number,
			Doc: "Largest request in megabytes.",
		},
		{
			Name: "model_client_config", ASL: "ModelClientConfig", Type: whatever,
			Doc: "Timeout and retries of a request.",
		},
		sagemakerTagsArg,
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::sagemaker:createTransformJob.sync", Arguments: sagemakerTags},
			Result: record(map[string]cty.Type{
				"AutoMLJobArn":            cty.String,
				"BatchStrategy":           cty.String,
				"CreationTime":            cty.String,
				"DataCaptureConfig":       whatever,
				"DataProcessing":          whatever,
				"Environment":             pairs,
				"ExperimentConfig":        whatever,
				"FailureReason":           cty.String,
				"LabelingJobArn":          cty.String,
				"MaxConcurrentTransforms": cty.Number,
				"MaxPayloadInMB":          cty.Number,
				"ModelClientConfig":       whatever,
				"ModelName":               cty.String,
				"TransformEndTime":        cty.String,
				"TransformInput":          whatever,
				"TransformJobArn":         cty.String,
				"TransformJobName":        cty.String,
				"TransformJobStatus":      cty.String,
				"TransformOutput": record(map[string]cty.Type{
					"Accept": cty.String, "AssembleWith": cty.String, "KmsKeyId": cty.String, "S3OutputPath": cty.String,
				}),
				"TransformResources": whatever,
				"TransformStartTime": cty.String,
			}),
			Allow: []Allow{
				allow(sagemakerTransformARN, "sagemaker:CreateTransformJob", "sagemaker:DescribeTransformJob",
					"sagemaker:StopTransformJob"),
				sagemakerTagging(sagemakerTransformARN),
				managedRule("StepFunctionsGetEventsForSageMakerTransformJobsRule"),
			},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::sagemaker:createTransformJob", Arguments: sagemakerTags},
			Result: record(map[string]cty.Type{"TransformJobArn": cty.String}),
			Allow:  []Allow{allow(sagemakerTransformARN, "sagemaker:CreateTransformJob"), sagemakerTagged(sagemakerTransformARN)},
		},
	},
	Notes:     sagemakerNotes,
	Errors:    sagemakerErrors,
	Transient: sagemakerTransient,
	Example: `task "sagemaker_transform" "forecast" {
  model_name = "demand"
  transform_input = {
    ContentType = "text/csv"
    DataSource  = { S3DataSource = { S3DataType = "S3Prefix", S3Uri = "s3://acme-lake/features/" } }
  }
  transform_output    = { S3OutputPath = "s3://acme-lake/forecast/" }
  transform_resources = { InstanceCount = 1, InstanceType = "ml.m5.xlarge" }
}`,
}

// SageMaker spells the name in an ARN in lower case whatever the job is called,
// so a policy cannot name it.
const sagemakerTransformARN = "arn:{partition}:sagemaker:{region}:{account}:transform-job/*"
