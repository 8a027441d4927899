package compiler_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// facts are what the integrations need, copied by hand from the table of section 3
// of reference/aws-facts.md (its sections stand above the lines) and not from the
// catalog: a line says of a resource of a Task state which actions it needs, on
// what, under which conditions. {x} is a member of its Arguments, {x|y} stands for
// y where there is none; a line that begins with [x] or [!x] counts only with or
// without that member, [x~re] and [x!~re] with or without that text in it. What the facts leave on * and IAM can narrow by a name or
// by a kind of resource is narrowed.
const facts = `
3.1 Lambda
lambda:invoke                     lambda:InvokeFunction ON arn:aws:lambda:*:*:function:{FunctionName} arn:aws:lambda:*:*:function:{FunctionName}:*
lambda:invoke.waitForTaskToken    lambda:InvokeFunction ON arn:aws:lambda:*:*:function:{FunctionName} arn:aws:lambda:*:*:function:{FunctionName}:*
3.2 Glue job
glue:startJobRun                  glue:StartJobRun ON arn:aws:glue:*:*:job/{JobName}
glue:startJobRun.sync             glue:StartJobRun glue:GetJobRun glue:GetJobRuns glue:BatchStopJobRun ON arn:aws:glue:*:*:job/{JobName}
3.3 Glue crawler; a timeout stops it
aws-sdk:glue:startCrawler         glue:StartCrawler ON arn:aws:glue:*:*:crawler/{Name}
aws-sdk:glue:getCrawler           glue:GetCrawler ON arn:aws:glue:*:*:crawler/{Name}
aws-sdk:glue:stopCrawler          glue:StopCrawler ON arn:aws:glue:*:*:crawler/{Name}
3.4 DataBrew
databrew:startJobRun              databrew:StartJobRun ON arn:aws:databrew:*:*:job/{Name}
databrew:startJobRun.sync         databrew:StartJobRun databrew:ListJobRuns databrew:StopJobRun ON arn:aws:databrew:*:*:job/{Name}
3.5 EMR
elasticmapreduce:createCluster    elasticmapreduce:RunJobFlow ON *
elasticmapreduce:createCluster.sync elasticmapreduce:RunJobFlow ON *
elasticmapreduce:createCluster.sync elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows ON arn:aws:elasticmapreduce:*:*:cluster/*
elasticmapreduce:createCluster*   iam:PassRole ON arn:aws:iam::*:role/{ServiceRole} IF StringEquals iam:PassedToService elasticmapreduce.amazonaws.com
elasticmapreduce:createCluster*   iam:PassRole ON arn:aws:iam::*:role/{JobFlowRole} IF StringEquals iam:PassedToService ec2.amazonaws.com
elasticmapreduce:createCluster*   [AutoScalingRole] iam:PassRole ON arn:aws:iam::*:role/{AutoScalingRole} IF StringEquals iam:PassedToService application-autoscaling.amazonaws.com
elasticmapreduce:createCluster*   iam:CreateServiceLinkedRole ON arn:aws:iam::*:role/aws-service-role/elasticmapreduce.amazonaws.com*/AWSServiceRoleForEMRCleanup* IF StringLike iam:AWSServiceName elasticmapreduce.amazonaws.com*
elasticmapreduce:createCluster*   [Tags] elasticmapreduce:AddTags ON arn:aws:elasticmapreduce:*:*:cluster/*
elasticmapreduce:addStep          elasticmapreduce:AddJobFlowSteps ON arn:aws:elasticmapreduce:*:*:cluster/{ClusterId}
elasticmapreduce:addStep.sync     elasticmapreduce:AddJobFlowSteps elasticmapreduce:DescribeStep elasticmapreduce:CancelSteps ON arn:aws:elasticmapreduce:*:*:cluster/{ClusterId}
elasticmapreduce:cancelStep       elasticmapreduce:CancelSteps ON arn:aws:elasticmapreduce:*:*:cluster/{ClusterId}
elasticmapreduce:terminateCluster elasticmapreduce:TerminateJobFlows ON arn:aws:elasticmapreduce:*:*:cluster/{ClusterId}
elasticmapreduce:terminateCluster.sync elasticmapreduce:TerminateJobFlows elasticmapreduce:DescribeCluster ON arn:aws:elasticmapreduce:*:*:cluster/{ClusterId}
elasticmapreduce:setClusterTerminationProtection elasticmapreduce:SetTerminationProtection ON arn:aws:elasticmapreduce:*:*:cluster/{ClusterId}
aws-sdk:emr:listClusters          elasticmapreduce:ListClusters ON *
aws-sdk:emr:describeCluster       elasticmapreduce:DescribeCluster ON arn:aws:elasticmapreduce:*:*:cluster/{ClusterId}
3.6 EMR on EKS
emr-containers:startJobRun        emr-containers:StartJobRun ON arn:aws:emr-containers:*:*:/virtualclusters/{VirtualClusterId} IF StringEquals emr-containers:ExecutionRoleArn {ExecutionRoleArn}
emr-containers:startJobRun.sync   emr-containers:StartJobRun ON arn:aws:emr-containers:*:*:/virtualclusters/{VirtualClusterId} IF StringEquals emr-containers:ExecutionRoleArn {ExecutionRoleArn}
emr-containers:startJobRun.sync   emr-containers:DescribeJobRun emr-containers:CancelJobRun ON arn:aws:emr-containers:*:*:/virtualclusters/{VirtualClusterId}/jobruns/*
3.7 EMR Serverless
emr-serverless:createApplication* emr-serverless:CreateApplication ON arn:aws:emr-serverless:*:*:/*
emr-serverless:createApplication.sync emr-serverless:GetApplication emr-serverless:DeleteApplication ON arn:aws:emr-serverless:*:*:/applications/*
emr-serverless:createApplication* iam:CreateServiceLinkedRole ON arn:aws:iam::*:role/aws-service-role/ops.emr-serverless.amazonaws.com/AWSServiceRoleForAmazonEMRServerless* IF StringEquals iam:AWSServiceName ops.emr-serverless.amazonaws.com
emr-serverless:*Application.sync  RULE StepFunctionsGetEventsForEMRServerlessApplicationRule
emr-serverless:startApplication*  emr-serverless:StartApplication ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}
emr-serverless:startApplication.sync emr-serverless:GetApplication emr-serverless:StopApplication ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}
emr-serverless:stopApplication*   emr-serverless:StopApplication ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}
emr-serverless:stopApplication.sync emr-serverless:GetApplication ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}
emr-serverless:deleteApplication* emr-serverless:DeleteApplication ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}
emr-serverless:deleteApplication.sync emr-serverless:GetApplication ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}
emr-serverless:startJobRun*       emr-serverless:StartJobRun ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}
emr-serverless:startJobRun*       iam:PassRole ON arn:aws:iam::*:role/{ExecutionRoleArn} IF StringEquals iam:PassedToService emr-serverless.amazonaws.com
emr-serverless:startJobRun.sync   emr-serverless:GetJobRun emr-serverless:CancelJobRun ON arn:aws:emr-serverless:*:*:/applications/{ApplicationId}/jobruns/*
emr-serverless:startJobRun.sync   RULE StepFunctionsGetEventsForEMRServerlessJobRule
3.8 Notebooks; a timeout stops them
aws-sdk:emr:startNotebookExecution elasticmapreduce:StartNotebookExecution ON arn:aws:elasticmapreduce:*:*:cluster/{ExecutionEngine.Id} arn:aws:elasticmapreduce:*:*:editor/{EditorId}
aws-sdk:emr:startNotebookExecution iam:PassRole ON arn:aws:iam::*:role/{ServiceRole} IF StringEquals iam:PassedToService elasticmapreduce.amazonaws.com
aws-sdk:emr:describeNotebookExecution elasticmapreduce:DescribeNotebookExecution ON arn:aws:elasticmapreduce:*:*:notebook-execution/*
aws-sdk:emr:stopNotebookExecution elasticmapreduce:StopNotebookExecution ON arn:aws:elasticmapreduce:*:*:notebook-execution/*
3.9 SageMaker
sagemaker:createProcessingJob*    sagemaker:CreateProcessingJob ON arn:aws:sagemaker:*:*:processing-job/*
sagemaker:createProcessingJob.sync sagemaker:DescribeProcessingJob sagemaker:StopProcessingJob sagemaker:ListTags sagemaker:AddTags ON arn:aws:sagemaker:*:*:processing-job/*
sagemaker:createProcessingJob.sync RULE StepFunctionsGetEventsForSageMakerProcessingJobsRule
sagemaker:createTrainingJob*      sagemaker:CreateTrainingJob ON arn:aws:sagemaker:*:*:training-job/*
sagemaker:createTrainingJob.sync  sagemaker:DescribeTrainingJob sagemaker:StopTrainingJob sagemaker:ListTags sagemaker:AddTags ON arn:aws:sagemaker:*:*:training-job/*
sagemaker:createTrainingJob.sync  RULE StepFunctionsGetEventsForSageMakerTrainingJobsRule
sagemaker:createTransformJob*     sagemaker:CreateTransformJob ON arn:aws:sagemaker:*:*:transform-job/*
sagemaker:createTransformJob.sync sagemaker:DescribeTransformJob sagemaker:StopTransformJob sagemaker:ListTags sagemaker:AddTags ON arn:aws:sagemaker:*:*:transform-job/*
sagemaker:createTransformJob.sync RULE StepFunctionsGetEventsForSageMakerTransformJobsRule
sagemaker:createHyperParameterTuningJob* sagemaker:CreateHyperParameterTuningJob ON arn:aws:sagemaker:*:*:hyper-parameter-tuning-job/*
sagemaker:createHyperParameterTuningJob.sync sagemaker:DescribeHyperParameterTuningJob sagemaker:StopHyperParameterTuningJob sagemaker:ListTags sagemaker:AddTags ON arn:aws:sagemaker:*:*:hyper-parameter-tuning-job/*
sagemaker:createHyperParameterTuningJob.sync RULE StepFunctionsGetEventsForSageMakerTuningJobsRule
sagemaker:createHyperParameterTuningJob* [TrainingJobDefinition.RoleArn] iam:PassRole ON arn:aws:iam::*:role/{TrainingJobDefinition.RoleArn} IF StringEquals iam:PassedToService sagemaker.amazonaws.com
sagemaker:create*                 [RoleArn] iam:PassRole ON arn:aws:iam::*:role/{RoleArn} IF StringEquals iam:PassedToService sagemaker.amazonaws.com
3.10 Athena
athena:startQueryExecution*       athena:StartQueryExecution ON arn:aws:athena:*:*:workgroup/{WorkGroup|primary}
athena:startQueryExecution*       athena:GetDataCatalog ON arn:aws:athena:*:*:datacatalog/{QueryExecutionContext.Catalog|AwsDataCatalog}
athena:startQueryExecution.sync   athena:StopQueryExecution athena:GetQueryExecution athena:GetWorkGroup athena:BatchGetQueryExecution athena:GetQueryResults athena:ListQueryExecutions ON arn:aws:athena:*:*:workgroup/{WorkGroup|primary}
athena:startQueryExecution*       s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListBucketMultipartUploads s3:ListMultipartUploadParts s3:AbortMultipartUpload s3:CreateBucket s3:PutObject ON arn:aws:s3:::*
athena:startQueryExecution*       glue:GetDatabase glue:CreateDatabase glue:UpdateDatabase glue:DeleteDatabase glue:GetDatabases glue:GetTable glue:CreateTable glue:UpdateTable glue:DeleteTable glue:GetTables glue:BatchDeleteTable glue:GetPartition glue:CreatePartition glue:UpdatePartition glue:DeletePartition glue:GetPartitions glue:BatchCreatePartition glue:BatchDeletePartition glue:BatchGetPartition ON arn:aws:glue:*:*:*
athena:startQueryExecution*       lakeformation:GetDataAccess ON *
athena:getQueryResults            athena:GetQueryResults ON arn:aws:athena:*:*:workgroup/*
3.11 ECS
ecs:runTask*                      ecs:RunTask ON arn:aws:ecs:*:*:task-definition/{TaskDefinition} arn:aws:ecs:*:*:task-definition/{TaskDefinition}:*
ecs:runTask*                      iam:PassRole ON arn:aws:iam::*:role/* IF StringEquals iam:PassedToService ecs-tasks.amazonaws.com
ecs:runTask.sync                  ecs:StopTask ecs:DescribeTasks ON arn:aws:ecs:*:*:task/*
ecs:runTask.sync                  RULE StepFunctionsGetEventsForECSTaskRule
3.12 Batch
batch:submitJob*                  batch:SubmitJob ON arn:aws:batch:*:*:job-queue/{JobQueue} arn:aws:batch:*:*:job-definition/{JobDefinition} arn:aws:batch:*:*:job-definition/{JobDefinition}:*
batch:submitJob.sync              batch:DescribeJobs ON *
batch:submitJob.sync              batch:TerminateJob ON arn:aws:batch:*:*:job/*
batch:submitJob.sync              RULE StepFunctionsGetEventsForBatchJobsRule
3.13 SNS, SQS, DynamoDB, EventBridge
sns:publish*                      sns:Publish ON arn:aws:sns:*:*:{TopicArn}
sqs:sendMessage*                  sqs:SendMessage ON arn:aws:sqs:*:*:{QueueUrl}
dynamodb:getItem                  dynamodb:GetItem ON arn:aws:dynamodb:*:*:table/{TableName}
dynamodb:putItem                  dynamodb:PutItem ON arn:aws:dynamodb:*:*:table/{TableName}
dynamodb:updateItem               dynamodb:UpdateItem ON arn:aws:dynamodb:*:*:table/{TableName}
dynamodb:deleteItem               dynamodb:DeleteItem ON arn:aws:dynamodb:*:*:table/{TableName}
events:putEvents*                 events:PutEvents ON arn:aws:events:*:*:event-bus/{Entries.0.EventBusName|default}
3.14 Nested machines
states:startExecution*            states:StartExecution ON arn:aws:states:*:*:stateMachine:{StateMachineArn}
states:startExecution.sync:2      states:DescribeExecution states:StopExecution ON arn:aws:states:*:*:execution:{StateMachineArn}:*
states:startExecution.sync:2      RULE StepFunctionsGetEventsForStepFunctionsExecutionRule
aws-sdk:sfn:startSyncExecution    states:StartSyncExecution ON arn:aws:states:*:*:stateMachine:{StateMachineArn}
aws-sdk:sfn:listExecutions        states:ListExecutions ON arn:aws:states:*:*:stateMachine:*
3.15 Redshift Data; a timeout cancels
aws-sdk:redshiftdata:executeStatement      [WorkgroupName] redshift-data:ExecuteStatement ON arn:aws:redshift-serverless:*:*:workgroup/*
aws-sdk:redshiftdata:executeStatement      [ClusterIdentifier] redshift-data:ExecuteStatement ON arn:aws:redshift:*:*:cluster:{ClusterIdentifier}
aws-sdk:redshiftdata:batchExecuteStatement [WorkgroupName] redshift-data:BatchExecuteStatement ON arn:aws:redshift-serverless:*:*:workgroup/*
aws-sdk:redshiftdata:*executeStatement     [WorkgroupName][!SecretArn] redshift-serverless:GetCredentials ON arn:aws:redshift-serverless:*:*:workgroup/*
aws-sdk:redshiftdata:*xecuteStatement      [SecretArn] secretsmanager:GetSecretValue ON {SecretArn}
aws-sdk:redshiftdata:*xecuteStatement      [DbUser] redshift:GetClusterCredentials ON arn:aws:redshift:*:*:dbuser:{ClusterIdentifier}/{DbUser} arn:aws:redshift:*:*:dbname:{ClusterIdentifier}/{Database}
aws-sdk:redshiftdata:batchExecuteStatement [WorkgroupName][!SecretArn] redshift-serverless:GetCredentials ON arn:aws:redshift-serverless:*:*:workgroup/*
aws-sdk:redshiftdata:describeStatement     redshift-data:DescribeStatement ON *
aws-sdk:redshiftdata:cancelStatement       redshift-data:CancelStatement ON *
aws-sdk:redshiftdata:getStatementResult    redshift-data:GetStatementResult ON *
3.16 HTTP
http:invoke                       states:InvokeHTTPEndpoint ON arn:aws:states:*:*:stateMachine:* IF StringEquals states:HTTPMethod {Method} IF StringLike states:HTTPEndpoint {ApiEndpoint}
http:invoke                       events:RetrieveConnectionCredentials ON arn:aws:events:*:*:connection/{InvocationConfig.ConnectionArn}
http:invoke                       secretsmanager:GetSecretValue secretsmanager:DescribeSecret ON arn:aws:secretsmanager:*:*:secret:events!connection/*
3.17 EKS, CodeBuild, Bedrock, API Gateway
codebuild:startBuild              codebuild:StartBuild ON arn:aws:codebuild:*:*:project/{ProjectName}
codebuild:startBuildBatch         codebuild:StartBuildBatch ON arn:aws:codebuild:*:*:project/{ProjectName}
codebuild:startBuildBatch.sync    codebuild:StartBuildBatch codebuild:StopBuildBatch codebuild:BatchGetBuildBatches ON arn:aws:codebuild:*:*:project/{ProjectName}
codebuild:startBuildBatch.sync    RULE StepFunctionsGetEventForCodeBuildStartBuildBatchRule
codebuild:startBuild.sync         codebuild:StartBuild codebuild:StopBuild codebuild:BatchGetBuilds ON arn:aws:codebuild:*:*:project/{ProjectName}
codebuild:startBuild.sync         RULE StepFunctionsGetEventForCodeBuildStartBuildRule
bedrock:invokeModel*              [ModelId!~^eu\.] bedrock:InvokeModel ON arn:aws:bedrock:*::foundation-model/{ModelId}
bedrock:invokeModel*              [ModelId~^eu\.] bedrock:InvokeModel ON arn:aws:bedrock:*:*:inference-profile/{ModelId}
bedrock:invokeModel*              [ModelId~^eu\.] bedrock:InvokeModel ON arn:aws:bedrock:*::foundation-model/* IF ArnLike bedrock:InferenceProfileArn arn:aws:bedrock:*:*:inference-profile/{ModelId}
bedrock:invokeModel*              [Input.S3Uri] s3:GetObject ON arn:aws:s3:::{Input.S3Uri}
bedrock:invokeModel*              [Output.S3Uri] s3:PutObject ON arn:aws:s3:::{Output.S3Uri}
apigateway:invoke*                [AuthType] execute-api:Invoke ON arn:aws:execute-api:*:*:*
6.4 The SDK's own actions
aws-sdk:s3:getObject              [!VersionId] s3:GetObject ON arn:aws:s3:::{Bucket}/{Key}
aws-sdk:s3:getObject              [VersionId] s3:GetObjectVersion ON arn:aws:s3:::{Bucket}/{Key}
aws-sdk:s3:putObject              [SsekmsKeyId] kms:GenerateDataKey ON arn:aws:kms:*:*:key/{SsekmsKeyId} IF StringLike kms:ViaService s3.*.amazonaws.com
aws-sdk:s3:headObject             s3:GetObject ON arn:aws:s3:::{Bucket}/{Key}
aws-sdk:s3:putObject              s3:PutObject ON arn:aws:s3:::{Bucket}/{Key}
aws-sdk:s3:listObjectsV2          s3:ListBucket ON arn:aws:s3:::{Bucket}
aws-sdk:athena:getQueryResults    athena:GetQueryResults ON *
aws-sdk:athena:getQueryResults    s3:GetObject ON arn:aws:s3:::*
aws-sdk:databasemigration:startReplicationTask dms:StartReplicationTask ON {ReplicationTaskArn}
aws-sdk:dynamodb:query            dynamodb:Query ON arn:aws:dynamodb:*:*:table/{TableName}
aws-sdk:dynamodb:updateItem       dynamodb:UpdateItem ON arn:aws:dynamodb:*:*:table/{TableName}
aws-sdk:emr:setTerminationProtection elasticmapreduce:SetTerminationProtection ON arn:aws:elasticmapreduce:*:*:cluster/*
aws-sdk:lambda:invoke             lambda:InvokeFunction ON arn:aws:lambda:*:*:function:{FunctionName}
aws-sdk:sagemaker:createModel     sagemaker:CreateModel ON *
aws-sdk:sagemaker:createModel     [ExecutionRoleArn] iam:PassRole ON arn:aws:iam::*:role/{ExecutionRoleArn} IF StringEquals iam:PassedToService sagemaker.amazonaws.com
aws-sdk:ssm:getParameter          ssm:GetParameter ON arn:aws:ssm:*:*:parameter/{Name}
aws-sdk:sagemaker:startPipelineExecution sagemaker:StartPipelineExecution ON *
aws-sdk:sagemaker:describePipelineExecution sagemaker:DescribePipelineExecution ON *
`

// These need nothing of the machine's role: 3.17, and the activity's own worker.
var needNothing = regexp.MustCompile(`^(eks:call|.*:activity:.*)$`)

// The policy of each example allows what the facts say that it needs, and nothing
// else: that of every kind, of its golden with all ways to wait, of every project in
// examples, and of the pipelines that are brought over from elsewhere.
func TestPoliciesAgreeWithTheFacts(t *testing.T) {
	check := func(t *testing.T, p *dsl.Pipeline) {
		t.Helper()
		r, diags := compiler.Compile(p, compiler.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		checkNeeds(t, r.Policy, append(needsOf(t, r.Machine), besidesTasks(p, r.Machine)...))
	}
	for _, k := range catalog.All {
		t.Run(k.Name, func(t *testing.T) {
			src := k.Beside + "\npipeline \"facts\" {\n  logging { level = \"off\" }\n" + k.Example + "\n}\n"
			project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			check(t, project.Pipeline("facts"))
		})
	}
	archives, err := filepath.Glob("../testdata/compile/kind_*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archives {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if name == "kind_asl" || name == "kind_aws" {
			continue // which call anything
		}
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{}
			for _, f := range archive.Files {
				files[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			project, diags := dsl.Load(files, ".", dsl.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			for _, p := range project.Pipelines {
				check(t, p)
			}
		})
	}
	dirs, err := filepath.Glob("../examples/*/main.pipe.hcl")
	if err != nil {
		t.Fatal(err)
	}
	shared, err := filepath.Glob("../../shared/acceptance/*/main.pipe.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if len(shared) == 0 {
		t.Log("no ../shared/acceptance beside the project")
	}
	for _, file := range append(dirs, shared...) {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			project, diags := dsl.Load(os.DirFS(dir), ".", dsl.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			for _, p := range project.Pipelines {
				check(t, p)
			}
		})
	}
}
