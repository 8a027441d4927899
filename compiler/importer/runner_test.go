package importer

import (
	"slices"
	"strings"
	"testing"
)

const (
	runnerClusterText = `{"schema": "iglu:cluster", "bogusOuter": 1, "data": {
	"name": "c", "region": "eu-west-1", "bogusMember": {"deep": 1}, "credentials": {"accessKeyId": "AKIDSECRET", "secretAccessKey": "hidden"},
	"roles": {"jobflow": "j", "service": "s"},
	"ec2": {"amiVersion": "6.0.0", "keyName": "{{.key}}", "location": {"vpc": {"subnetId": "subnet-1"}}, "instances": {
		"master": {"type": "m4.large"},
		"core": {"type": "m4.large", "count": 1, "ebsConfiguration": {"ebs_optimized": true, "ebs_encrypted": true,
			"ebs_block_device_configs": [{"volume_specification": {"size_in_gb": 10, "volume_type": "gp3", "throughput": 125}}]}}}},
	"tags": [{"key": "team", "value": "a"}, {"key": "stage", "value": "{{.Stage}}"}],
	"configurations": [{"classification": "core-site", "properties": {"anything": "goes"}}]}}`
	runnerPlaybookText = `{"data": {"region": "us-east-1",
	"steps": [{"type": "CUSTOM_JAR", "name": "one", "actionOnFailure": "CANCEL_AND_WAIT", "jar": "x.jar", "argumentz": ["a"], "arguments": ["{{systemEnv \"STAGE\"}}"]}],
	"tags": [{"key": "team", "value": "b"}]}}`
)

// What is not taken along is told, each thing once and by its place, but never
// what a secret is.
func TestRunnerTellsWhatItLeaves(t *testing.T) {
	res, err := ImportRunner([]byte(runnerClusterText), []byte(runnerPlaybookText), Options{Name: "etl"})
	if err != nil {
		t.Fatal(err)
	}
	if res.Diagnostics.HasErrors() {
		t.Fatalf("%v\n%s", res.Diagnostics, res.Source)
	}
	for _, want := range []string{
		"the cluster's bogusOuter has no form here and is left out",
		"the cluster's bogusMember has no form here and is left out",
		"the cluster's credentials are left out: those of the deploy count",
		"the cluster's ec2.instances.core.ebsConfiguration.ebs_encrypted has no form here and is left out",
		"the cluster's ec2.instances.core.ebsConfiguration.ebs_block_device_configs[0].volume_specification.throughput has no form here and is left out",
		"the playbook's steps[0].argumentz has no form here and is left out",
		`the tag "team" is given twice: the value "b" stands, that of the playbook`,
		`{{systemEnv "STAGE"}} and {{.Stage}} are the same variable "stage" here`,
		"a value is needed for each of the variables key, stage: --var NAME=VALUE gives one",
		"the playbook's region us-east-1 is not the cluster's, eu-west-1, which counts",
	} {
		if !slices.Contains(res.Notes, want) {
			t.Errorf("there is no note %q in\n%s", want, strings.Join(res.Notes, "\n"))
		}
	}
	for _, never := range []string{"AKIDSECRET", "hidden", "anything"} {
		if notes := strings.Join(res.Notes, "\n"); strings.Contains(notes, never) {
			t.Errorf("%s is in the notes:\n%s", never, notes)
		}
	}
	if src := string(res.Source); strings.Count(src, `"team"`) != 1 || !strings.Contains(src, `"b"`) {
		t.Errorf("the tag team does not stand once, with the playbook's value:\n%s", src)
	}
}
