package catalog

import (
	"slices"
	"strings"
)

// sdkServices are the services that Step Functions calls through the AWS SDK,
// by the name that stands in a resource: the list of its developer guide, of
// November 2025. Sorted.
var sdkServices = strings.Fields(`
accessanalyzer account acm acmpca amp amplify amplifybackend amplifyuibuilder apigateway apigatewayv2
appconfig appconfigdata appfabric appflow appintegrations applicationautoscaling applicationcostprofiler
applicationdiscovery applicationinsights applicationsignals appmesh apprunner appstream appsync apptest
arczonalshift athena auditmanager autoscaling autoscalingplans b2bi backup backupgateway backupsearch batch
bcmdataexports bcmpricingcalculator bedrock bedrockagent bedrockagentruntime bedrockdataautomation
bedrockdataautomationruntime bedrockruntime billing billingconductor braket budgets chime chimesdkidentity
chimesdkmediapipelines chimesdkmeetings chimesdkmessaging chimesdkvoice cleanrooms cleanroomsml cloud9
cloudcontrol clouddirectory cloudformation cloudfront cloudfrontkeyvaluestore cloudhsm cloudhsmv2 cloudsearch
cloudtrail cloudtraildata cloudwatch cloudwatchlogs codeartifact codebuild codecatalyst codecommit
codeconnections codedeploy codeguruprofiler codegurureviewer codegurusecurity codepipeline
codestarconnections codestarnotifications cognitoidentity cognitoidentityprovider cognitosync comprehend
comprehendmedical computeoptimizer config connect connectcampaigns connectcampaignsv2 connectcases
connectcontactlens connectparticipant controlcatalog controltower costandusagereport costexplorer
costoptimizationhub customerprofiles databasemigration databrew dataexchange datapipeline datasync datazone
dax deadline detective devicefarm devopsguru directconnect directory directoryservicedata dlm docdb
docdbelastic drs dsql dynamodb dynamodbstreams ebs ec2 ec2instanceconnect ecr ecrpublic ecs efs eks eksauth
elasticache elasticbeanstalk elasticinference elasticloadbalancing elasticloadbalancingv2 elasticsearch
elastictranscoder emr emrcontainers emrserverless entityresolution eventbridge evidently finspace
finspacedata firehose fis fms forecast forecastquery frauddetector freetier fsx gamelift geomaps geoplaces
georoutes glacier glue grafana greengrass greengrassv2 groundstation guardduty health healthlake honeycode
iam identitystore imagebuilder inspector inspector2 inspectorscan internetmonitor invoicing iot iotanalytics
iotdeviceadvisor iotevents ioteventsdata iotfleethub iotfleetwise iotjobsdataplane iotsecuretunneling
iotsitewise iotthingsgraph iottwinmaker iotwireless ivs ivschat ivsrealtime kafka kafkaconnect kendra
kendraranking keyspaces kinesis kinesisanalytics kinesisanalyticsv2 kinesisvideo kinesisvideoarchivedmedia
kinesisvideomedia kinesisvideosignaling kinesisvideowebrtcstorage kms lakeformation lambda launchwizard
lexmodelbuilding lexmodelsv2 lexruntime lexruntimev2 licensemanager licensemanagerlinuxsubscriptions
licensemanagerusersubscriptions lightsail location lookoutequipment lookoutmetrics lookoutvision m2 macie2
mailmanager managedblockchain managedblockchainquery marketplacecatalog marketplacecommerceanalytics
marketplaceentitlement marketplacemetering marketplacereporting mediaconnect mediaconvert medialive
mediapackage mediapackagev2 mediapackagevod mediastore mediatailor medicalimaging memorydb mgn migrationhub
migrationhubconfig migrationhuborchestrator migrationhubrefactorspaces migrationhubstrategy mq mturk mwaa
neptune neptunegraph networkfirewall networkflowmonitor networkmanager networkmonitor notificationscontacts
oam observabilityadmin omics opensearch opensearchserverless opsworks opsworkscm organizations osis outposts
panorama partnercentralselling paymentcryptography paymentcryptographydata pcaconnectorad pcaconnectorscep
pcs personalize personalizeevents personalizeruntime pi pinpoint pinpointemail pinpointsmsvoice
pinpointsmsvoicev2 pipes polly pricing privatenetworks proton qapps qbusiness qconnect qldb qldbsession
quicksight ram rbin rds rdsdata redshift redshiftdata redshiftserverless rekognition repostspace
resiliencehub resourceexplorer2 resourcegroups resourcegroupstaggingapi robomaker rolesanywhere route53
route53domains route53profiles route53recoverycluster route53recoverycontrolconfig route53recoveryreadiness
route53resolver rum s3 s3control s3outposts s3tables sagemaker sagemakera2iruntime sagemakeredge
sagemakerfeaturestoreruntime sagemakergeospatial sagemakermetrics sagemakerruntime savingsplans scheduler
schemas secretsmanager securityhub securityir securitylake serverlessapplicationrepository servicecatalog
servicecatalogappregistry servicediscovery servicequotas ses sesv2 sfn shield signer simspaceweaver sms
snowball snowdevicemanagement sns socialmessaging sqs ssm ssmcontacts ssmincidents ssmquicksetup ssmsap sso
ssoadmin ssooidc storagegateway sts supplychain support supportapp swf synthetics taxsettings textract
timestreaminfluxdb timestreamquery timestreamwrite tnb transcribe transfer translate trustedadvisor
verifiedpermissions voiceid vpclattice waf wafregional wafv2 wellarchitected wisdom workdocs workmail
workmailmessageflow workspaces workspacesthinclient workspacesweb xray
`)

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
