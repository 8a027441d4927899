package catalog

import "github.com/zclconf/go-cty/cty"

// sagemakerTraining runs a training job and waits until it has ended.
var sagemakerTraining = Kind{
	Name: "sagemaker_training",
	Doc:  "Runs an Amazon SageMaker training job and waits until it has ended.",
	Args: []Arg{
		{
			Name: "training_job_name", ASL: "TrainingJobName", Type: cty.String, Default: sagemakerName,
			Doc: "Name of the job, new in the account; one is made where it is left out.",
		},
		{
			Name: "role_arn", ASL: "RoleArn", Type: cty.String, Required: true,
			Doc: "ARN of the role that the job runs under.",
		},
		{
			Name: "output_data_config", ASL: "OutputDataConfig", Type: whatever, Required: true,
			Doc: "Where the model goes, as the API has it.",
		},
		sagemakerObject("algorithm_specification", "AlgorithmSpecification", "Image or algorithm, and how it reads its input."),
		sagemakerObject("resource_config", "ResourceConfig", "Type and number of the instances, and their disks."),
		sagemakerObject("stopping_condition", "StoppingCondition", "How long the job may run, and wait for spot instances."),
		{
			Name: "hyper_parameters", ASL: "HyperParameters", Type: pairs,
			Doc: "Hyperparameters of the algorithm.",
		},
		sagemakerObject("input_data_config", "InputDataConfig", "The channels of input: a list."),
		{
			Name: "environment", ASL: "Environment", Type: pairs,
			Doc: "Environment variables of the container.",
		},
		sagemakerObject("vpc_config", "VpcConfig", "Subnets and security groups."),
		sagemakerObject("checkpoint_config", "CheckpointConfig", "Where checkpoints are kept."),
		sagemakerObject("retry_strategy", "RetryStrategy", "How often SageMaker itself tries again."),
		sagemakerObject("debug_hook_config", "DebugHookConfig", "What the debugger keeps, and where."),
		sagemakerObject("debug_rule_configurations", "DebugRuleConfigurations", "Rules of the debugger: a list."),
		sagemakerObject("profiler_config", "ProfilerConfig", "What the profiler keeps, and where."),
		sagemakerObject("profiler_rule_configurations", "ProfilerRuleConfigurations", "Rules of the profiler: a list."),
		sagemakerObject("tensor_board_output_config", "TensorBoardOutputConfig", "Where TensorBoard's data is kept."),
		{
			Name: "enable_managed_spot_training", ASL: "EnableManagedSpotTraining", Type: cty.Bool,
			Doc: "Whether to train on spot instances.",
		},
		{
			Name: "enable_network_isolation", ASL: "EnableNetworkIsolation", Type: cty.Bool,
			Doc: "Whether to keep the container off the network.",
		},
		{
			Name: "enable_inter_container_traffic_encryption", ASL: "EnableInterContainerTrafficEncryption", Type: cty.Bool,
			Doc: "Whether to encrypt what containers send each other.",
		},
		sagemakerExperimentArg,
		sagemakerTagsArg,
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::sagemaker:createTrainingJob.sync", Arguments: sagemakerTags},
			Result: record(map[string]cty.Type{
				"AlgorithmSpecification":     whatever,
				"BillableTimeInSeconds":      cty.Number,
				"CreationTime":               cty.String,
				"Environment":                pairs,
				"FailureReason":              cty.String,
				"FinalMetricDataList":        whatever,
				"HyperParameters":            pairs,
				"InputDataConfig":            whatever,
				"LastModifiedTime":           cty.String,
				"ModelArtifacts":             record(map[string]cty.Type{"S3ModelArtifacts": cty.String}),
				"OutputDataConfig":           whatever,
				"ResourceConfig":             whatever,
				"RoleArn":                    cty.String,
				"SecondaryStatus":            cty.String,
				"SecondaryStatusTransitions": whatever,
				"StoppingCondition":          whatever,
				"TrainingEndTime":            cty.String,
				"TrainingJobArn":             cty.String,
				"TrainingJobName":            cty.String,
				"TrainingJobStatus":          cty.String,
				"TrainingStartTime":          cty.String,
				"TrainingTimeInSeconds":      cty.Number,
				"TuningJobArn":               cty.String,
				"VpcConfig":                  whatever,
			}),
			Allow: []Allow{
				allow(sagemakerTrainingARN, "sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob",
					"sagemaker:StopTrainingJob"),
				sagemakerTagging(sagemakerTrainingARN),
				passRole("{role_arn}", "sagemaker.amazonaws.com"),
				managedRule("StepFunctionsGetEventsForSageMakerTrainingJobsRule"),
			},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::sagemaker:createTrainingJob", Arguments: sagemakerTags},
			Result: record(map[string]cty.Type{"TrainingJobArn": cty.String}),
			Allow: []Allow{
				allow(sagemakerTrainingARN, "sagemaker:CreateTrainingJob"),
				sagemakerTagged(sagemakerTrainingARN),
				passRole("{role_arn}", "sagemaker.amazonaws.com"),
			},
		},
	},
	Notes:     sagemakerNotes,
	Errors:    sagemakerErrors,
	Transient: sagemakerTransient,
	Example: `task "sagemaker_training" "train" {
  role_arn                = "arn:aws:iam::123456789012:role/sagemaker"
  algorithm_specification = { TrainingImage = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:1", TrainingInputMode = "File" }
  output_data_config      = { S3OutputPath = "s3://acme-models/" }
  resource_config         = { InstanceCount = 1, InstanceType = "ml.m5.xlarge", VolumeSizeInGB = 30 }
  stopping_condition      = { MaxRuntimeInSeconds = 3600 }
}`,
}

const sagemakerTrainingARN = "arn:{partition}:sagemaker:{region}:{account}:training-job/*"
