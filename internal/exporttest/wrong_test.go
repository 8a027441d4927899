package exporttest

import (
	"strings"
	"testing"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/export"
)

var ireland = deploy.Place{Partition: "aws", Region: "eu-west-1", Account: "123456789012"}

func lake(at deploy.Place) deploy.Spec {
	return deploy.Spec{
		Project: "orders", Pipeline: "lake", Definition: `{"StateMachineArn": "` + deploy.PartARN(at, "lake-1") + `"}`,
		Parts:  []deploy.Part{{Name: "lake-1", Definition: `{}`}},
		Policy: `{"Version":"2012-10-17","Statement":[]}`, Alias: "live", LogLevel: "ERROR", RetentionDays: 30, Tags: deploy.Tags{"team": "a"},
		Schedules: []deploy.Timer{{Name: "nightly", Expression: "rate(1 hour)", Input: `{}`}},
		Triggers:  []deploy.Trigger{{Name: "late", Pattern: `{"source":["shop"]}`, Template: `{}`}},
	}
}

// Each of these is found.
func TestWrongTemplates(t *testing.T) {
	at := export.Place(deploy.Place{})
	one, err := export.CloudFormation(lake(at), at)
	if err != nil {
		t.Fatal(err)
	}
	sam, err := export.SAM(lake(at), at)
	if err != nil {
		t.Fatal(err)
	}
	others := map[string][]byte{}
	for _, f := range sam[1:] {
		others[f.Name] = f.Text
	}
	tests := []struct{ old, edited, want string }{
		{"RoleName: !Ref Role\n", "RoleName: !Ref Rolle\n", "Rolle is mentioned, and not there"},
		{"!GetAtt Role.Arn", "!GetAtt Role.Name", "Role, of type AWS::IAM::Role, has no attribute Name"},
		{"!GetAtt Role.Arn", "!Join Role.Arn", "unknown tag !Join"},
		{"DependsOn:\n      - Policy", "DependsOn:\n      - Polly", "depends on Polly, which is not there"},
		{"    DependsOn:\n      - Policy\n", "", "does not wait for Policy, which its role needs"},
		{"    DependsOn:\n      - EventPolicy\n", "", "LateTrigger does not wait for EventPolicy, which its role needs"},
		{"    DependsOn:\n      - SchedulePolicy\n", "", "NightlySchedule does not wait for SchedulePolicy, which its role needs"},
		{"    Properties:\n      RoleName: !Ref Role\n", "    Properties:\n      Role: !Ref Role\n", "Policy: (root): RoleName is required"},
		{"RetentionInDays: 30", "RetentionInDays: 31", "RetentionInDays must be one of"},
		{"RetentionInDays: 30", "RetentionInDays: \"30\"", "Expected: integer, given: string"},
		{"RetentionInDays: 30", "RetentionInDays: null", "null is not allowed"},
		{"Type: AWS::Logs::LogGroup", "Type: AWS::Logs::LogGrupp", "there is no schema of AWS::Logs::LogGrupp"},
		{"UpdateReplacePolicy: Retain", "UpdateReplacePolicy: Delete", "an old version goes with the next"},
		{"      StateMachineRevisionId: !GetAtt Part1.StateMachineRevisionId\n", "", "is not made again when the machine changes"},
		{"  LogGroup:\n", "  Log-Group:\n", `"Log-Group" is no logical ID`},
		{"  LogGroup:\n    Type", "  LogGroup:\n    Typ", "unknown attribute Typ"},
		{"RoleName: !Sub \"pipectl-run-${AWS::Region}-lake\"", "RoleName: !GetAtt Role.Arn", "Role needs itself"},
		{"  Role:\n    Type: AWS::IAM::Role\n", "  Role:\n    DependsOn: [Policy]\n    Type: AWS::IAM::Role\n", "wait for each other"},
		{"AWSTemplateFormatVersion: \"2010-09-09\"", "AWSTemplateFormatVersion: 2010-09-10", "the version of the format"},
		{"Outputs:\n  StateMachineArn:\n    Value: !Ref StateMachine", "Outputs:\n  StateMachineArn:\n    Value: 5", "no string"},
		{"\"${Part1Version}\"", "\"${Part2Version}\"", "does not mention Part1Version"},
		{"Description: The", "Transform: X\nDescription: The", `unknown transform "X"`},
	}
	for _, test := range tests {
		if !strings.Contains(string(one.Text), test.old) {
			t.Errorf("there is no %q in\n%s", test.old, one.Text)
			continue
		}
		_, err := Template([]byte(strings.Replace(string(one.Text), test.old, test.edited, 1)), nil, ireland)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q for %q: error = %v, want %q", test.edited, test.old, err, test.want)
		}
	}
	for _, test := range []struct{ old, edited, want string }{
		{"Type: ScheduleV2", "Type: Schedule", "Type must be one of"},
		{"AutoPublishAlias: live", "AutoPublishAlias: li_ve", "AutoPublishAlias: Does not match"},
		{"DefinitionUri: lake.asl.json", "DefinitionUri: lake.json", `there is no file "lake.json"`},
		{"DefinitionUri: lake.asl.json", "DefinitionString: \"{}\"", "DefinitionString is not allowed"},
		{"UseAliasAsEventTarget: true", "UseAliasAsEventTarget: \"yes\"", "Expected: boolean"},
	} {
		edited := strings.Replace(string(sam[0].Text), test.old, test.edited, 1)
		if edited == string(sam[0].Text) {
			t.Errorf("there is no %q in\n%s", test.old, edited)
		}
		if _, err := Template([]byte(edited), others, ireland); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q for %q: error = %v, want %q", test.edited, test.old, err, test.want)
		}
	}
}

func TestWrongModules(t *testing.T) {
	at := export.Place(deploy.Place{})
	files, err := export.Terraform([]deploy.Spec{lake(at)}, at)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, edited, want string }{
		{"aws_iam_role.lake-run.arn", "aws_iam_role.lake.arn", "aws_iam_role.lake is mentioned, and not there"},
		{"aws_iam_role.lake-run.arn", "aws_iam_role.lake-run.arm", `does not have an attribute named "arm"`},
		{"[aws_iam_role_policy.lake-run]", "[aws_iam_role_policy.lake]", "depends on aws_iam_role_policy.lake, which is not there"},
		{"  depends_on = [aws_iam_role_policy.lake-run]\n", "", "does not wait for aws_iam_role_policy.lake-run, which its role needs"},
		{"depends_on                   = [aws_iam_role_policy.lake-schedule]\n", "", "does not wait for aws_iam_role_policy.lake-schedule"},
		{"depends_on     = [aws_iam_role_policy.lake-event]\n", "", "does not wait for aws_iam_role_policy.lake-event"},
		{"  role_arn   = aws_iam_role.lake-run.arn\n", "", `The argument "role_arn" is required`},
		{"retention_in_days = 30", "retention_days = 30", `An argument named "retention_days" is not expected here`},
		{"retention_in_days = 30", "retention_in_days = \"x\"", "a number is required"},
		{"flexible_time_window {\n    mode = \"OFF\"\n  }", "", "Insufficient flexible_time_window blocks"},
		{"data.aws_region.current.id", "data.aws_regions.current.id", "data.aws_regions.current is mentioned, and not there"},
		{"data.aws_region.current.id", "data.aws_region.current.region", `does not have an attribute named "region"`},
		{"local.lake_tags", "local.tags", "local.tags is mentioned, and not there"},
		{"    create_before_destroy = true\n", "", "goes before the one that takes its place is there"},
		{"\"lake-run\" {\n  name        = \"pipectl", "\"lake-run\" {\n  name        = \"${aws_iam_role.lake-run.arn}pipectl", "aws_iam_role.lake-run needs itself"},
		{"/lake-1.asl.json", "/lake-2.asl.json", "lake-2.asl.json"},
		{"resource \"aws_cloudwatch_log_group\" \"lake\"", "resource \"aws_log_group\" \"lake\"", "there is no schema of aws_log_group"},
		{"  publish    = true\n", "", "state_machine_version_arn"},
		{"resource \"aws_cloudwatch_log_group\"", "recourse \"aws_cloudwatch_log_group\"", "unknown block recourse"},
		{"aws_cloudwatch_event_rule.lake-trigger-late.name", "\"another\"", "a target is of default/another, which is not there"},
		{"value = aws_sfn_alias.lake.arn", "value = aws_sfn_alias.lake", ""},
	} {
		all := map[string][]byte{}
		found := false
		for _, f := range files {
			text := strings.Replace(string(f.Text), test.old, test.edited, 1)
			found = found || text != string(f.Text)
			all[f.Name] = []byte(text)
		}
		if !found {
			t.Errorf("there is no %q in\n%s", test.old, files[1].Text)
		}
		if _, err := Module(all, ireland); test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%q for %q: error = %v, want %q", test.edited, test.old, err, test.want)
		}
	}
}

// What is made otherwise than wanted is a difference.
func TestCompare(t *testing.T) {
	want := Wanted(lake(ireland), ireland)
	if diff := Compare(want, Wanted(lake(ireland), ireland), true); diff != "" {
		t.Errorf("the same differs: %s", diff)
	}
	for i, r := range want {
		got := append([]deploy.Resource{}, want...)
		switch r := r.(type) {
		case *deploy.Role:
			c := *r
			c.Trust = strings.Replace(r.Trust, "Allow", "Deny", 1)
			got[i] = &c
		case *deploy.Policy:
			c := *r
			c.Document = strings.Replace(r.Document, "2012", "2008", 1)
			got[i] = &c
		case *deploy.Machine:
			c := *r
			c.Definition = `{"a":1}`
			got[i] = &c
		case *deploy.Schedule:
			c := *r
			c.Input = `{"a":1}`
			got[i] = &c
		case *deploy.Rule:
			c := *r
			c.Pattern = `{"a":1}`
			got[i] = &c
		case *deploy.LogGroup:
			got[i] = &deploy.LogGroup{Name: r.Name}
		case *deploy.ScheduleGroup:
			got[i] = &deploy.ScheduleGroup{Name: r.Name}
		case *deploy.Alias:
			got[i] = &deploy.Alias{Machine: r.Machine, Name: r.Name}
		case *deploy.Version:
		}
		if Compare(want, got, true) == "" {
			t.Errorf("%s may be another", r.ID())
		}
		if Compare(want, append(append([]deploy.Resource{}, want[:i]...), want[i+1:]...), true) == "" {
			t.Errorf("%s may be missing", r.ID())
		}
	}
}
