package catalog

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// sdkServices are the services that Step Functions calls through the AWS SDK, by
// the name that stands in a resource. Sorted.
var sdkServices = asl.SDKServices()

// SDKServices lists the services that a task of kind "aws" can call, by the
// names that stand in a resource, in alphabetical order.
func SDKServices() []string { return slices.Clone(sdkServices) }

// sdkAliases are names of services that people know from elsewhere: from
// optimized integrations, from IAM, from the command line.
var sdkAliases = map[string]string{
	"dms":              "databasemigration",
	"elasticmapreduce": "emr",
	"events":           "eventbridge",
	"logs":             "cloudwatchlogs",
	"states":           "sfn",
	"stepfunctions":    "sfn",
}

// sdkService is the name of a service as it stands in a resource. Case, dashes
// and a "service" at the end do not count.
func sdkService(name string) (service string, known bool) {
	name = strings.ToLower(strings.ReplaceAll(name, "-", ""))
	if alias, ok := sdkAliases[name]; ok {
		name = alias
	}
	for _, try := range []string{name, strings.TrimSuffix(name, "service")} {
		if _, found := slices.BinarySearch(sdkServices, try); found {
			return try, true
		}
	}
	return name, false
}

// iamPrefixes are the services whose IAM actions have another prefix than the
// service's name in a resource.
var iamPrefixes = map[string]string{
	"apigatewayv2":                 "apigateway",
	"applicationautoscaling":       "application-autoscaling",
	"bedrockagent":                 "bedrock",
	"bedrockagentruntime":          "bedrock",
	"bedrockdataautomation":        "bedrock",
	"bedrockdataautomationruntime": "bedrock",
	"bedrockruntime":               "bedrock",
	"cloudwatchlogs":               "logs",
	"cognitoidentity":              "cognito-identity",
	"cognitoidentityprovider":      "cognito-idp",
	"costandusagereport":           "cur",
	"costexplorer":                 "ce",
	"databasemigration":            "dms",
	"directory":                    "ds",
	"docdb":                        "rds",
	"dynamodbstreams":              "dynamodb",
	"ecrpublic":                    "ecr-public",
	"efs":                          "elasticfilesystem",
	"elasticloadbalancingv2":       "elasticloadbalancing",
	"elasticsearch":                "es",
	"emr":                          "elasticmapreduce",
	"emrcontainers":                "emr-containers",
	"emrserverless":                "emr-serverless",
	"eventbridge":                  "events",
	"keyspaces":                    "cassandra",
	"kinesisanalyticsv2":           "kinesisanalytics",
	"lexmodelsv2":                  "lex",
	"lexruntimev2":                 "lex",
	"location":                     "geo",
	"mwaa":                         "airflow",
	"neptune":                      "rds",
	"opensearch":                   "es",
	"opensearchserverless":         "aoss",
	"rdsdata":                      "rds-data",
	"redshiftdata":                 "redshift-data",
	"redshiftserverless":           "redshift-serverless",
	"resourcegroups":               "resource-groups",
	"resourcegroupstaggingapi":     "tag",
	"s3control":                    "s3",
	"sagemakerfeaturestoreruntime": "sagemaker",
	"sagemakermetrics":             "sagemaker",
	"sagemakerruntime":             "sagemaker",
	"sesv2":                        "ses",
	"sfn":                          "states",
	"ssoadmin":                     "sso",
	"timestreamquery":              "timestream",
	"timestreamwrite":              "timestream",
}

// exceptionPrefixes are the services whose prefix in error names is not their
// name with a capital first letter.
var exceptionPrefixes = map[string]string{
	"applicationautoscaling": "ApplicationAutoScaling",
	"autoscaling":            "AutoScaling",
	"b2bi":                   "B2Bi",
	"bedrockagent":           "BedrockAgent",
	"bedrockagentruntime":    "BedrockAgentRuntime",
	"bedrockruntime":         "BedrockRuntime",
	"cloudformation":         "CloudFormation",
	"cloudhsmv2":             "CloudHsmV2",
	"cloudwatch":             "CloudWatch",
	"cloudwatchlogs":         "CloudWatchLogs",
	"codebuild":              "CodeBuild",
	"databasemigration":      "DatabaseMigration",
	"databrew":               "DataBrew",
	"datasync":               "DataSync",
	"docdb":                  "DocDb",
	"dynamodb":               "DynamoDb",
	"emrcontainers":          "EmrContainers",
	"emrserverless":          "EmrServerless",
	"eventbridge":            "EventBridge",
	"fsx":                    "FSx",
	"iotsecuretunneling":     "IoTSecureTunneling",
	"iotsitewise":            "IoTSiteWise",
	"iotwireless":            "IotWireless",
	"kinesisanalyticsv2":     "KinesisAnalyticsV2",
	"lakeformation":          "LakeFormation",
	"mediaconvert":           "MediaConvert",
	"memorydb":               "MemoryDb",
	"mturk":                  "MTurk",
	"opensearch":             "OpenSearch",
	"opensearchserverless":   "OpenSearchServerless",
	"opsworkscm":             "OpsWorksCm",
	"quicksight":             "QuickSight",
	"rdsdata":                "RdsData",
	"redshiftdata":           "RedshiftData",
	"redshiftserverless":     "RedshiftServerless",
	"sagemaker":              "SageMaker",
	"sagemakera2iruntime":    "SageMakerA2IRuntime",
	"sagemakerruntime":       "SageMakerRuntime",
	"secretsmanager":         "SecretsManager",
	"sesv2":                  "SesV2",
	"timestreaminfluxdb":     "TimestreamInfluxDb",
	"timestreamquery":        "TimestreamQuery",
	"timestreamwrite":        "TimestreamWrite",
	"xray":                   "XRay",
}
