package catalog

// A Wait is an optimized integration that waits for the work that a call
// starts.
type Wait struct {
	SDKCall
	// Resource as it stands in a Task state.
	Resource string
	// Prefix of its errors, which is not that of the SDK.
	Prefix string
	// Allow is what the machine's role needs.
	Allow []Allow
}

// Waiting finds the integration that waits for the call. The service of the
// call is the SDK's; of EMR the actions are the integration's own, which take
// other arguments than the API's.
func (c SDKCall) Waiting() (*Wait, bool) {
	for i := range waits {
		if waits[i].SDKCall == c {
			return &waits[i], true
		}
	}
	return nil, false
}

// Transient is as that of an SDKCall, under the integration's prefix.
func (w *Wait) Transient() []string {
	catchAll := map[string]string{
		"Athena": "Athena.AmazonAthenaException", "Batch": "Batch.AWSBatchException", "ECS": "ECS.AmazonECSException",
		"Glue": "Glue.AWSGlueException", "SageMaker": "SageMaker.AmazonSageMakerException",
		"StepFunctions": "StepFunctions.AWSStepFunctionsException",
	}
	names := []string{w.Prefix + ".InternalServerException", w.Prefix + ".SdkClientException", w.Prefix + ".ThrottlingException"}
	if name, ok := catchAll[w.Prefix]; ok {
		names = append([]string{name}, names...)
	}
	return names
}

const (
	eksARN       = "arn:{partition}:eks:{region}:{account}:"
	eksNodegroup = eksARN + "nodegroup/{arguments.ClusterName}/{arguments.NodegroupName}/*"
	eksProfile   = eksARN + "fargateprofile/{arguments.ClusterName}/{arguments.FargateProfileName}/*"

	emrClusters  = "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/{arguments.ClusterId}"
	applications = "arn:{partition}:emr-serverless:{region}:{account}:/applications/{arguments.ApplicationId}"
)

// waits are the integrations with .sync, by service and action. The prefixes of
// EKS, EMR, CodeBuild, Bedrock and MediaConvert are unverified.
var waits = []Wait{
	{
		SDKCall: SDKCall{"athena", "startQueryExecution"}, Resource: "arn:aws:states:::athena:startQueryExecution.sync", Prefix: "Athena",
		Allow: append([]Allow{
			allow("arn:{partition}:athena:{region}:{account}:workgroup/{arguments.WorkGroup|primary}",
				"athena:BatchGetQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:GetWorkGroup",
				"athena:ListQueryExecutions", "athena:StartQueryExecution", "athena:StopQueryExecution"),
		}, athenaData("arguments.QueryExecutionContext.Catalog")...),
	},
	{
		SDKCall: SDKCall{"batch", "submitJob"}, Resource: "arn:aws:states:::batch:submitJob.sync", Prefix: "Batch",
		Allow: append([]Allow{
			allow("*", "batch:DescribeJobs"),
			allow(batchJobsARN, "batch:TerminateJob"),
			managedRule("StepFunctionsGetEventsForBatchJobsRule"),
		}, batchSubmit("arguments.JobDefinition", "arguments.JobQueue")...),
	},
	{
		SDKCall: SDKCall{"bedrock", "createModelCustomizationJob"}, Resource: "arn:aws:states:::bedrock:createModelCustomizationJob.sync", Prefix: "Bedrock",
		Allow: []Allow{
			allow("arn:{partition}:bedrock:{region}::foundation-model/{arguments.BaseModelIdentifier}", "bedrock:CreateModelCustomizationJob"),
			allow("arn:{partition}:bedrock:{region}:{account}:custom-model/*", "bedrock:CreateModelCustomizationJob"),
			allow("arn:{partition}:bedrock:{region}:{account}:model-customization-job/*",
				"bedrock:CreateModelCustomizationJob", "bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"),
			passArgument("RoleArn", "bedrock.amazonaws.com"),
		},
	},
	{
		SDKCall: SDKCall{"codebuild", "startBuild"}, Resource: "arn:aws:states:::codebuild:startBuild.sync", Prefix: "CodeBuild",
		Allow: []Allow{
			allow("arn:{partition}:codebuild:{region}:{account}:project/{arguments.ProjectName}", "codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"),
			managedRule("StepFunctionsGetEventForCodeBuildStartBuildRule"),
		},
	},
	{
		SDKCall: SDKCall{"codebuild", "startBuildBatch"}, Resource: "arn:aws:states:::codebuild:startBuildBatch.sync", Prefix: "CodeBuild",
		Allow: []Allow{
			allow("arn:{partition}:codebuild:{region}:{account}:project/{arguments.ProjectName}", "codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"),
			managedRule("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
		},
	},
	{
		SDKCall: SDKCall{"databrew", "startJobRun"}, Resource: "arn:aws:states:::databrew:startJobRun.sync", Prefix: "DataBrew",
		Allow: []Allow{
			allow("arn:{partition}:databrew:{region}:{account}:job/{arguments.Name}", "databrew:ListJobRuns", "databrew:StartJobRun", "databrew:StopJobRun"),
		},
	},
	{
		SDKCall: SDKCall{"ecs", "runTask"}, Resource: "arn:aws:states:::ecs:runTask.sync", Prefix: "ECS",
		Allow: []Allow{
			allow("arn:{partition}:ecs:{region}:{account}:task-definition/{arguments.TaskDefinition}", "ecs:RunTask"),
			allow("arn:{partition}:ecs:{region}:{account}:task-definition/{arguments.TaskDefinition}:*", "ecs:RunTask"),
			allow(ecsTasksARN, "ecs:DescribeTasks", "ecs:StopTask"),
			passRole("arn:{partition}:iam::{account}:role/*", "ecs-tasks.amazonaws.com"),
			managedRule("StepFunctionsGetEventsForECSTaskRule"),
		},
	},
	{
		SDKCall: SDKCall{"eks", "createCluster"}, Resource: "arn:aws:states:::eks:createCluster.sync", Prefix: "EKS",
		Allow: []Allow{
			allow("*", "eks:CreateCluster"),
			allow(eksARN+"cluster/{arguments.Name}", "eks:DeleteCluster", "eks:DescribeCluster"),
			passArgument("RoleArn", "eks.amazonaws.com"),
		},
	},
	{
		SDKCall: SDKCall{"eks", "createFargateProfile"}, Resource: "arn:aws:states:::eks:createFargateProfile.sync", Prefix: "EKS",
		Allow: []Allow{
			allow(eksARN+"cluster/{arguments.ClusterName}", "eks:CreateFargateProfile"),
			allow(eksProfile, "eks:DeleteFargateProfile", "eks:DescribeFargateProfile"),
			passArgument("PodExecutionRoleArn", "eks-fargate-pods.amazonaws.com"),
		},
	},
	{
		SDKCall: SDKCall{"eks", "createNodegroup"}, Resource: "arn:aws:states:::eks:createNodegroup.sync", Prefix: "EKS",
		Allow: []Allow{
			allow("*", "ec2:DescribeSubnets"),
			allow(eksARN+"cluster/{arguments.ClusterName}", "eks:CreateNodegroup"),
			allow(eksNodegroup, "eks:DeleteNodegroup", "eks:DescribeNodegroup"),
			allow("arn:{partition}:iam::{account}:role/{arguments.NodeRole}", "iam:GetRole", "iam:ListAttachedRolePolicies"),
			passArgument("NodeRole", "ec2.amazonaws.com"),
		},
	},
	{
		SDKCall: SDKCall{"eks", "deleteCluster"}, Resource: "arn:aws:states:::eks:deleteCluster.sync", Prefix: "EKS",
		Allow: []Allow{
			allow(eksARN+"cluster/{arguments.Name}", "eks:DeleteCluster", "eks:DescribeCluster"),
		},
	},
	{
		SDKCall: SDKCall{"eks", "deleteFargateProfile"}, Resource: "arn:aws:states:::eks:deleteFargateProfile.sync", Prefix: "EKS",
		Allow: []Allow{
			allow(eksProfile, "eks:DeleteFargateProfile", "eks:DescribeFargateProfile"),
		},
	},
	{
		SDKCall: SDKCall{"eks", "deleteNodegroup"}, Resource: "arn:aws:states:::eks:deleteNodegroup.sync", Prefix: "EKS",
		Allow: []Allow{
			allow(eksNodegroup, "eks:DeleteNodegroup", "eks:DescribeNodegroup"),
		},
	},
	{
		SDKCall: SDKCall{"emr", "addStep"}, Resource: "arn:aws:states:::elasticmapreduce:addStep.sync", Prefix: "ElasticMapReduce",
		Allow: []Allow{
			allow(emrClusters, "elasticmapreduce:AddJobFlowSteps", "elasticmapreduce:CancelSteps", "elasticmapreduce:DescribeStep"),
			passArgument("ExecutionRoleArn", "elasticmapreduce.amazonaws.com"),
		},
	},
	{
		SDKCall: SDKCall{"emr", "createCluster"}, Resource: "arn:aws:states:::elasticmapreduce:createCluster.sync", Prefix: "ElasticMapReduce",
		Allow: []Allow{
			allow("*", "elasticmapreduce:RunJobFlow"),
			allow("arn:{partition}:elasticmapreduce:{region}:{account}:cluster/*", "elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"),
			passArgument("ServiceRole", "elasticmapreduce.amazonaws.com"),
			passArgument("JobFlowRole", "ec2.amazonaws.com"),
			passArgument("AutoScalingRole", "application-autoscaling.amazonaws.com"),
		},
	},
	{
		SDKCall: SDKCall{"emr", "terminateCluster"}, Resource: "arn:aws:states:::elasticmapreduce:terminateCluster.sync", Prefix: "ElasticMapReduce",
		Allow: []Allow{
			allow(emrClusters, "elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"),
		},
	},
	{
		SDKCall: SDKCall{"emrcontainers", "deleteVirtualCluster"}, Resource: "arn:aws:states:::emr-containers:deleteVirtualCluster.sync", Prefix: "EMRContainers",
		Allow: []Allow{
			allow("arn:{partition}:emr-containers:{region}:{account}:/virtualclusters/{arguments.Id}", "emr-containers:DeleteVirtualCluster", "emr-containers:DescribeVirtualCluster"),
		},
	},
	{
		SDKCall: SDKCall{"emrcontainers", "startJobRun"}, Resource: "arn:aws:states:::emr-containers:startJobRun.sync", Prefix: "EMRContainers",
		Allow: []Allow{
			allow("arn:{partition}:emr-containers:{region}:{account}:/virtualclusters/{arguments.VirtualClusterId}", "emr-containers:StartJobRun"),
			allow("arn:{partition}:emr-containers:{region}:{account}:/virtualclusters/{arguments.VirtualClusterId}/jobruns/*", "emr-containers:CancelJobRun", "emr-containers:DescribeJobRun"),
		},
	},
	{
		SDKCall: SDKCall{"emrserverless", "cancelJobRun"}, Resource: "arn:aws:states:::emr-serverless:cancelJobRun.sync", Prefix: "EMRServerless",
		Allow: []Allow{
			allow(applications+"/jobruns/*", "emr-serverless:CancelJobRun", "emr-serverless:GetJobRun"),
			managedRule("StepFunctionsGetEventsForEMRServerlessJobRule"),
		},
	},
	{
		SDKCall: SDKCall{"emrserverless", "createApplication"}, Resource: "arn:aws:states:::emr-serverless:createApplication.sync", Prefix: "EMRServerless",
		Allow: []Allow{
			allow("arn:{partition}:emr-serverless:{region}:{account}:/*", "emr-serverless:CreateApplication"),
			allow("arn:{partition}:emr-serverless:{region}:{account}:/applications/*", "emr-serverless:DeleteApplication", "emr-serverless:GetApplication"),
			emrServerlessLinkedRole,
			managedRule("StepFunctionsGetEventsForEMRServerlessApplicationRule"),
		},
	},
	{
		SDKCall: SDKCall{"emrserverless", "deleteApplication"}, Resource: "arn:aws:states:::emr-serverless:deleteApplication.sync", Prefix: "EMRServerless",
		Allow: []Allow{
			allow(applications, "emr-serverless:DeleteApplication", "emr-serverless:GetApplication"),
			managedRule("StepFunctionsGetEventsForEMRServerlessApplicationRule"),
		},
	},
	{
		SDKCall: SDKCall{"emrserverless", "startApplication"}, Resource: "arn:aws:states:::emr-serverless:startApplication.sync", Prefix: "EMRServerless",
		Allow: []Allow{
			allow(applications, "emr-serverless:GetApplication", "emr-serverless:StartApplication", "emr-serverless:StopApplication"),
			managedRule("StepFunctionsGetEventsForEMRServerlessApplicationRule"),
		},
	},
	{
		SDKCall: SDKCall{"emrserverless", "startJobRun"}, Resource: "arn:aws:states:::emr-serverless:startJobRun.sync", Prefix: "EMRServerless",
		Allow: []Allow{
			allow(applications, "emr-serverless:StartJobRun"),
			allow(applications+"/jobruns/*", "emr-serverless:CancelJobRun", "emr-serverless:GetJobRun"),
			passArgument("ExecutionRoleArn", "emr-serverless.amazonaws.com"),
			managedRule("StepFunctionsGetEventsForEMRServerlessJobRule"),
		},
	},
	{
		SDKCall: SDKCall{"emrserverless", "stopApplication"}, Resource: "arn:aws:states:::emr-serverless:stopApplication.sync", Prefix: "EMRServerless",
		Allow: []Allow{
			allow(applications, "emr-serverless:GetApplication", "emr-serverless:StopApplication"),
			managedRule("StepFunctionsGetEventsForEMRServerlessApplicationRule"),
		},
	},
	{
		SDKCall: SDKCall{"glue", "startJobRun"}, Resource: "arn:aws:states:::glue:startJobRun.sync", Prefix: "Glue",
		Allow: []Allow{
			allow("arn:{partition}:glue:{region}:{account}:job/{arguments.JobName}", "glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun"),
		},
	},
	{
		SDKCall: SDKCall{"mediaconvert", "createJob"}, Resource: "arn:aws:states:::mediaconvert:createJob.sync", Prefix: "MediaConvert",
		Allow: []Allow{
			allow("arn:{partition}:mediaconvert:{region}:{account}:jobTemplates/*", "mediaconvert:CreateJob"),
			allow("arn:{partition}:mediaconvert:{region}:{account}:presets/*", "mediaconvert:CreateJob"),
			allow("arn:{partition}:mediaconvert:{region}:{account}:queues/*", "mediaconvert:CreateJob"),
			{Actions: []string{"mediaconvert:CancelJob", "mediaconvert:GetJob"}, Resource: "arn:{partition}:mediaconvert:{region}:{account}:jobs/*", Conditions: []Condition{{Test: "StringEquals", Key: "aws:ResourceTag/ManagedByService", Value: "AWSStepFunctions"}}},
			passArgument("Role", "mediaconvert.amazonaws.com"),
			managedRule("StepFunctionsGetEventsForMediaConvertJobRule"),
		},
	},
	{
		SDKCall: SDKCall{"sagemaker", "createHyperParameterTuningJob"}, Resource: "arn:aws:states:::sagemaker:createHyperParameterTuningJob.sync", Prefix: "SageMaker",
		Allow: []Allow{
			allow("arn:{partition}:sagemaker:{region}:{account}:hyper-parameter-tuning-job/*", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:DescribeHyperParameterTuningJob", "sagemaker:StopHyperParameterTuningJob"),
			sagemakerTagging("arn:{partition}:sagemaker:{region}:{account}:hyper-parameter-tuning-job/*"),
			passArgument("TrainingJobDefinition.RoleArn", "sagemaker.amazonaws.com"),
			managedRule("StepFunctionsGetEventsForSageMakerTuningJobsRule"),
		},
	},
	{
		SDKCall: SDKCall{"sagemaker", "createLabelingJob"}, Resource: "arn:aws:states:::sagemaker:createLabelingJob.sync", Prefix: "SageMaker",
		Allow: []Allow{
			allow("arn:{partition}:sagemaker:{region}:{account}:labeling-job/*", "sagemaker:CreateLabelingJob", "sagemaker:DescribeLabelingJob", "sagemaker:StopLabelingJob"),
			sagemakerTagging("arn:{partition}:sagemaker:{region}:{account}:labeling-job/*"),
			passArgument("RoleArn", "sagemaker.amazonaws.com"),
			managedRule("StepFunctionsGetEventsForSageMakerLabelingJobsRule"),
		},
	},
	{
		SDKCall: SDKCall{"sagemaker", "createProcessingJob"}, Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync", Prefix: "SageMaker",
		Allow: []Allow{
			allow("arn:{partition}:sagemaker:{region}:{account}:processing-job/*", "sagemaker:CreateProcessingJob", "sagemaker:DescribeProcessingJob", "sagemaker:StopProcessingJob"),
			sagemakerTagging("arn:{partition}:sagemaker:{region}:{account}:processing-job/*"),
			passArgument("RoleArn", "sagemaker.amazonaws.com"),
			managedRule("StepFunctionsGetEventsForSageMakerProcessingJobsRule"),
		},
	},
	{
		SDKCall: SDKCall{"sagemaker", "createTrainingJob"}, Resource: "arn:aws:states:::sagemaker:createTrainingJob.sync", Prefix: "SageMaker",
		Allow: []Allow{
			allow("arn:{partition}:sagemaker:{region}:{account}:training-job/*", "sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob"),
			sagemakerTagging("arn:{partition}:sagemaker:{region}:{account}:training-job/*"),
			passArgument("RoleArn", "sagemaker.amazonaws.com"),
			managedRule("StepFunctionsGetEventsForSageMakerTrainingJobsRule"),
		},
	},
	{
		SDKCall: SDKCall{"sagemaker", "createTransformJob"}, Resource: "arn:aws:states:::sagemaker:createTransformJob.sync", Prefix: "SageMaker",
		Allow: []Allow{
			allow("arn:{partition}:sagemaker:{region}:{account}:transform-job/*", "sagemaker:CreateTransformJob", "sagemaker:DescribeTransformJob", "sagemaker:StopTransformJob"),
			sagemakerTagging("arn:{partition}:sagemaker:{region}:{account}:transform-job/*"),
			managedRule("StepFunctionsGetEventsForSageMakerTransformJobsRule"),
		},
	},
	{
		SDKCall: SDKCall{"sfn", "startExecution"}, Resource: "arn:aws:states:::states:startExecution.sync:2", Prefix: "StepFunctions",
		Allow: []Allow{
			allow("arn:{partition}:states:{region}:{account}:stateMachine:{arguments.StateMachineArn}", "states:StartExecution"),
			allow("arn:{partition}:states:{region}:{account}:execution:{arguments.StateMachineArn}:*", "states:DescribeExecution", "states:StopExecution"),
			managedRule("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
		},
	},
}

// passArgument lets the machine pass the role that a member of the arguments
// names, where it is given.
func passArgument(member, service string) Allow {
	pass := passRole("arn:{partition}:iam::{account}:role/{arguments."+member+"}", service)
	pass.If = "arguments." + member
	return pass
}

// emrServerlessLinkedRole is needed once in the life of an account.
var emrServerlessLinkedRole = Allow{
	Actions:    []string{"iam:CreateServiceLinkedRole"},
	Resource:   "arn:{partition}:iam::{account}:role/aws-service-role/ops.emr-serverless.amazonaws.com/AWSServiceRoleForAmazonEMRServerless*",
	Conditions: []Condition{{Test: "StringEquals", Key: "iam:AWSServiceName", Value: "ops.emr-serverless.amazonaws.com"}},
}
