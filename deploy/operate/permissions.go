package operate

import "github.com/pipectl/pipectl/deploy"

// Permissions is the policy of whoever operates what is deployed to a place, and
// deploys nothing: no more than run, watch, history, logs, stop, backfill, hints,
// cluster, and resume by redrive call. A resume that publishes a machine needs what
// a deploy does; see deploy.Permissions. It allows this for all machines, log groups
// and buckets of the place, and the roles of clusters: narrow it where that is too
// much.
//
// Which resources an action can be narrowed to is UNVERIFIED here, but for those of
// Step Functions, S3 and iam:PassRole.
func Permissions(at deploy.Place) []byte {
	machine := at.ARN(deploy.ID{Kind: deploy.KindMachine, Name: "*"})
	execution := "arn:" + at.Partition + ":states:" + at.Region + ":" + at.Account + ":execution:*"
	role := at.ARN(deploy.ID{Kind: deploy.KindRole, Name: "*"})
	services := []string{"elasticmapreduce.amazonaws.com", "ec2.amazonaws.com"}
	statements := []deploy.Permission{
		{Sid: "Start", Action: []string{
			"states:ListExecutions", "states:StartExecution", "states:StartSyncExecution",
		}, Resource: []string{machine, machine + ":*"}},
		{Sid: "Executions", Action: []string{
			"states:DescribeExecution", "states:DescribeStateMachineForExecution", "states:GetExecutionHistory", "states:RedriveExecution",
			"states:StopExecution",
		}, Resource: []string{execution}},
		{
			Sid: "Logs", Action: []string{"logs:FilterLogEvents"},
			Resource: []string{at.ARN(deploy.ID{Kind: deploy.KindLogGroup, Name: "*"})},
		},
		{Sid: "LogObjects", Action: []string{"s3:GetObject"}, Resource: []string{"arn:" + at.Partition + ":s3:::*"}},
		{Sid: "Clusters", Action: []string{
			"ecs:DescribeTaskDefinition", "elasticmapreduce:DescribeCluster", "elasticmapreduce:ListClusters", "elasticmapreduce:RunJobFlow",
			"elasticmapreduce:SetTerminationProtection", "elasticmapreduce:TerminateJobFlows",
		}, Resource: []string{"*"}},
		{
			Sid: "PassRoles", Action: []string{"iam:PassRole"}, Resource: []string{role},
			Condition: map[string]map[string][]string{"StringEquals": {"iam:PassedToService": services}},
		},
	}
	return deploy.PermissionPolicy(statements)
}
