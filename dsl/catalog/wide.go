package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// A Wide is a reason why what the policy allows has a * in it although all names
// in the pipeline may be known.
type Wide struct {
	// Actions that it is the reason of, with * for any text.
	Actions []string
	// Resource is a part of the resources that it is the reason of.
	Resource string
	Why      string
}

// Wides lists the reasons by the services of their actions. A test looks whether
// there is one for every * in the catalog.
var Wides = []Wide{
	{[]string{"batch:DescribeJobs"}, "*", noResource},
	{[]string{"batch:TerminateJob"}, "job/*", idLater},
	{
		[]string{"bedrock:*ModelCustomizationJob"},
		"/*",
		"The job, and the model that it makes, have ids that AWS gives them.",
	},
	{
		[]string{"bedrock:InvokeModel"},
		"foundation-model/*",
		"An inference profile tells neither the model behind it nor its regions. The condition lets them be asked through " +
			"the profile only.",
	},
	{[]string{"ec2:DescribeSubnets"}, "*", noResource},
	{
		[]string{"batch:SubmitJob", "ecs:RunTask"},
		"}:*",
		"A definition without a revision stands for its newest one, which IAM knows by its number. With a revision there is no *.",
	},
	{[]string{"ecs:DescribeTasks", "ecs:StopTask"}, "task/*", idLater},
	{[]string{"eks:CreateCluster"}, "*", noResource},
	{[]string{"eks:*FargateProfile", "eks:*Nodegroup"}, "}/*", "The ARN ends in an id that AWS gives it."},
	{[]string{"elasticmapreduce:ListClusters", "elasticmapreduce:RunJobFlow"}, "*", noResource},
	{
		[]string{"elasticmapreduce:AddTags", "elasticmapreduce:DescribeCluster", "elasticmapreduce:SetTerminationProtection", "elasticmapreduce:TerminateJobFlows"},
		"cluster/*", "A cluster that the machine creates has an id that AWS gives it.",
	},
	{
		[]string{"elasticmapreduce:DescribeNotebookExecution", "elasticmapreduce:StopNotebookExecution"},
		"notebook-execution/*", idLater,
	},
	{[]string{"emr-containers:*", "emr-serverless:*"}, "/jobruns/*", idLater},
	{[]string{"emr-serverless:CreateApplication"}, ":/*", "AWS documents the action for this resource: there is no application yet."},
	{
		[]string{"emr-serverless:DeleteApplication", "emr-serverless:GetApplication"},
		"applications/*",
		"An application that the machine creates has an id that AWS gives it.",
	},
	{
		[]string{"glue:*"},
		"{account}:*",
		"A query says in its text which tables it reads and writes, and does so under the machine's role. " +
			"Where it is known what they are, `replace` says it.",
	},
	{[]string{"lakeformation:GetDataAccess"}, "*", noResource},
	{[]string{"s3:*"}, "s3:::*", "The data of the tables that a query reads and writes, and its results, lie where the catalog and the workgroup say: see `glue:*`."},
	{
		[]string{"iam:CreateServiceLinkedRole"},
		"aws-service-role/",
		"Needed once in the life of an account, for a role whose whole name AWS makes.",
	},
	{
		[]string{"iam:PassRole"},
		"role/*",
		"The roles stand in the task definition, which is not known here; the condition lets them be passed to ECS tasks only.",
	},
	{
		[]string{"lambda:InvokeFunction"},
		"}:*",
		"IAM takes a function and its versions and aliases for different resources. Where the function is named with one there is no *.",
	},
	{[]string{"logs:*"}, "*", "The delivery of logs belongs to the account and to no log group: AWS documents these actions for * only."},
	{
		[]string{"mediaconvert:CreateJob"},
		"/*",
		"The settings of a job may name queues, templates and presets anywhere inside.",
	},
	{[]string{"mediaconvert:CancelJob", "mediaconvert:GetJob"}, "jobs/*", idLater + " The condition lets only jobs be touched that Step Functions has marked."},
	{
		[]string{"redshift-data:*", "redshift-serverless:GetCredentials"},
		"workgroup/*",
		"The ARN of a workgroup has an id that is not its name.",
	},
	{[]string{"redshift-data:CancelStatement", "redshift-data:DescribeStatement"}, "*", noResource + " Statements can be seen only by who has run them."},
	{
		[]string{"s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"},
		"{Prefix}*",
		"A distributed map names the objects with its results itself.",
	},
	{
		[]string{"sagemaker:*"},
		"-job/*",
		"Jobs get names that are new each time, and SageMaker writes them into ARNs in another way than they are given.",
	},
	{
		[]string{"secretsmanager:*"},
		"events!connection/*",
		"EventBridge keeps the credentials of a connection in a secret whose name it makes.",
	},
	{
		[]string{"states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"},
		":*",
		"Executions have names that are new each time.",
	},
	{[]string{"states:StartExecution"}, "-*", "How many parts a pipeline is cut into may change; they have its name and a number."},
	{[]string{"xray:*"}, "*", noResource},
}

const (
	noResource = "IAM knows no resource for it."
	idLater    = "The id is known only once the work has been started."
)

// reasons are those for a resource that an action is allowed on, with its places.
func reasons(action, resource string) []int {
	var out []int
	for i, w := range Wides {
		part := resource == w.Resource || w.Resource != "*" && strings.Contains(resource, w.Resource)
		if part && slices.ContainsFunc(w.Actions, func(pattern string) bool { return Covers(pattern, action) }) {
			out = append(out, i)
		}
	}
	return out
}

// PolicyPage explains the policies that are made, and why some of what they allow
// is wider than a name.
func PolicyPage() Page {
	var b strings.Builder
	b.WriteString("# Policies\n\n" + generated + policyIntroduction +
		"\n## Where a * stands\n\n" +
		"A value that only an execution knows becomes `*` in its place of the ARN, and so do the region and the account unless " +
		"they are pinned:\nwhat is deployed has both. Besides, a `*` stands where AWS allows nothing narrower, or nothing narrower can be known:\n\n" +
		"| action | on | why |\n|---|---|---|\n")
	for _, w := range Wides {
		actions := make([]string, len(w.Actions))
		for i, a := range w.Actions {
			actions[i] = "`" + a + "`"
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", strings.Join(actions, ", "), onShown(w.Resource), w.Why)
	}
	b.WriteString("\n## What needs nothing\n\n| kind | why |\n|---|---|\n")
	for _, k := range All {
		switch {
		case k.Free != "":
			fmt.Fprintf(&b, "| [`%s`](kinds/%s.md) | %s |\n", k.Name, k.Name, k.Free)
		case len(k.Modes) == 0 && k.Poll == nil && !k.Verbatim:
			fmt.Fprintf(&b, "| [`%s`](kinds/%s.md) | It calls nothing. |\n", k.Name, k.Name)
		}
	}
	b.WriteString("\n## What each kind needs\n\nAt most; less where a task does not wait, or leaves an argument out. " +
		"Each kind's page says when. `{x}` is the value of the argument `x`.\n\n| kind | action | on |\n|---|---|---|\n")
	for _, k := range All {
		var rows []string
		for _, a := range k.Allows() {
			on := strings.NewReplacer("|", `\|`, "arn:{partition}:", "…:", "{region}:{account}:", ":").Replace(a.Resource)
			for _, action := range a.Actions {
				rows = append(rows, fmt.Sprintf("| [`%s`](kinds/%s.md) | `%s` | `%s` |\n", k.Name, k.Name, action, on))
			}
		}
		slices.Sort(rows)
		for _, row := range slices.Compact(rows) {
			b.WriteString(row)
		}
	}
	return Page{Name: "iam.md", Text: b.String()}
}

// onShown is a part of a resource as the page shows it.
func onShown(part string) string {
	if part == "*" {
		return "*"
	}
	return "…" + strings.TrimPrefix(strings.TrimPrefix(part, "}"), "…")
}

const policyIntroduction = `
Beside each machine lies ` + "`<pipeline>.policy.json`" + `: what the role that it runs under has to be allowed, and nothing else. Deploying
makes a role of the pipeline's own with just that policy, unless the pipeline names a ` + "`role`" + `. Review it like code: it changes only
when the pipeline does.

* Every kind says which actions its calls need, and on what: the job, the topic, the table that the task names. A name that is an
  ARN is taken as it is.
* A task that waits for its work (` + "`.sync`" + `) also needs to look after it, to stop it when the execution is stopped, and to keep the
  EventBridge rule by which Step Functions hears of its end: ` + "`events:PutRule`, `events:PutTargets` and `events:DescribeRule`" + ` on the
  rule of that name, no other. With ` + "`await = \"none\"`" + ` it needs none of that.
* A role that a call hands to a service needs ` + "`iam:PassRole`" + ` on that role, for that service (` + "`iam:PassedToService`" + `).
* A task with a ` + "`role`" + ` of its own needs ` + "`sts:AssumeRole`" + ` on it, and what its calls need is that role's business.
* A pipeline that runs another needs to start it, to look at its executions and to stop them; a distributed map the same of its own
  machine, and reading its items and writing its results; a ` + "`concurrency`" + ` block listing its executions.
* ` + "`logging`, unless its level is `\"off\"`, and `tracing`" + ` need the actions that AWS documents for them.
* A key that a task names (` + "`kms_key`" + `) may be used through the service that the task calls, and not otherwise. What else is encrypted
  with keys of yours, a bucket, a queue, a topic, is not known here: ` + "`allow`" + ` says it.

A [` + "`permissions`" + ` block](language.md#permissions) adds to the policy, narrows it, and bounds the role.

The role trusts Step Functions only (` + "`states.amazonaws.com`" + `), only for machines of the same account and region
(` + "`aws:SourceAccount`, `aws:SourceArn`" + `). Deploying writes it so; a role that is made in another way trusts the same:

` + "```json" + `
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "states.amazonaws.com"
      },
      "Action": [
        "sts:AssumeRole"
      ],
      "Condition": {
        "ArnLike": {
          "aws:SourceArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:*"
        },
        "StringEquals": {
          "aws:SourceAccount": "123456789012"
        }
      }
    }
  ]
}
` + "```" + `

Schedules and triggers have roles of their own, which may start this pipeline and nothing else.
`
