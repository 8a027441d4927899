package endpoint

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"
)

func TestStateMachine(t *testing.T) {
	u := serve(t, Options{Account: "111122223333", Region: "eu-west-1", Now: clock()})
	ctx := context.Background()
	in := &sfn.CreateStateMachineInput{
		Name: aws.String("m"), Definition: aws.String(passes), RoleArn: aws.String(role), Publish: true, VersionDescription: aws.String("first"),
		LoggingConfiguration: &types.LoggingConfiguration{Level: types.LogLevelError, IncludeExecutionData: true, Destinations: []types.LogDestination{
			{CloudWatchLogsLogGroup: &types.CloudWatchLogsLogGroup{LogGroupArn: aws.String("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/states/m:*")}},
		}},
		TracingConfiguration:    &types.TracingConfiguration{Enabled: true},
		EncryptionConfiguration: &types.EncryptionConfiguration{Type: types.EncryptionTypeCustomerManagedKmsKey, KmsKeyId: aws.String("alias/k"), KmsDataKeyReusePeriodSeconds: aws.Int32(60)},
		Tags:                    []types.Tag{{Key: aws.String("team"), Value: aws.String("data")}},
	}
	made, err := u.CreateStateMachine(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	const arn = "arn:aws:states:eu-west-1:111122223333:stateMachine:m"
	if *made.StateMachineArn != arn || *made.StateMachineVersionArn != arn+":1" || !made.CreationDate.Equal(clock()()) {
		t.Errorf("%+v", made)
	}
	if again, err := u.CreateStateMachine(ctx, in); err != nil || *again.StateMachineVersionArn != arn+":1" {
		t.Errorf("made again: %+v, %v", again, err)
	}
	out, err := u.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: aws.String(arn)})
	if err != nil {
		t.Fatal(err)
	}
	if *out.Definition != passes || *out.RoleArn != role || out.Status != types.StateMachineStatusActive || out.Type != types.StateMachineTypeStandard || *out.RevisionId != "INITIAL" {
		t.Errorf("%+v", out)
	}
	if out.LoggingConfiguration.Level != types.LogLevelError || !out.TracingConfiguration.Enabled || *out.EncryptionConfiguration.KmsDataKeyReusePeriodSeconds != 60 {
		t.Errorf("settings: %+v %+v %+v", out.LoggingConfiguration, out.TracingConfiguration, out.EncryptionConfiguration)
	}
	version, err := u.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: aws.String(arn + ":1"), IncludedData: types.IncludedDataMetadataOnly})
	if err != nil || *version.Description != "first" || *version.StateMachineArn != arn+":1" || aws.ToString(version.Definition) != "" {
		t.Errorf("version: %+v, %v", version, err)
	}
}

func TestUpdateStateMachine(t *testing.T) {
	u := serve(t, Options{})
	ctx := context.Background()
	arn := u.create("m", passes)
	updated, err := u.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{StateMachineArn: &arn, Definition: aws.String(waits), Publish: true, VersionDescription: aws.String("waits")})
	if err != nil {
		t.Fatal(err)
	}
	if *updated.StateMachineVersionArn != arn+":1" || len(*updated.RevisionId) != 36 {
		t.Errorf("%+v", updated)
	}
	again, err := u.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{
		StateMachineArn: &arn, RoleArn: aws.String(role + "2"),
		LoggingConfiguration:    &types.LoggingConfiguration{Level: types.LogLevelOff},
		TracingConfiguration:    &types.TracingConfiguration{Enabled: true},
		EncryptionConfiguration: &types.EncryptionConfiguration{Type: types.EncryptionTypeAwsOwnedKey},
	})
	if err != nil || *again.RevisionId == *updated.RevisionId || again.StateMachineVersionArn != nil {
		t.Errorf("%+v, %v", again, err)
	}
	out, err := u.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: &arn})
	if err != nil || *out.Definition != waits || *out.RoleArn != role+"2" || *out.RevisionId != *again.RevisionId || !out.TracingConfiguration.Enabled {
		t.Errorf("%+v, %v", out, err)
	}
	// The version keeps what it was made of.
	v, err := u.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: updated.StateMachineVersionArn})
	if err != nil || *v.RoleArn != role || *v.RevisionId != *updated.RevisionId {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestDeleteStateMachine(t *testing.T) {
	u := serve(t, Options{})
	ctx := context.Background()
	arn := u.create("m", waits)
	x := u.start(arn, "x", "")
	for range 2 { // what is not there is deleted already
		if _, err := u.DeleteStateMachine(ctx, &sfn.DeleteStateMachineInput{StateMachineArn: &arn}); err != nil {
			t.Fatal(err)
		}
	}
	if got := u.describe(x).Status; got != types.ExecutionStatusAborted {
		t.Errorf("its execution is %s", got)
	}
	_, err := u.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: &arn})
	wantCode(t, err, "StateMachineDoesNotExist", arn)
	if again := u.create("m", passes); again != arn {
		t.Errorf("made anew: %s", again)
	}
}

// While its executions end a machine is there, and cannot be changed.
func TestMachineThatIsBeingDeleted(t *testing.T) {
	u := serve(t, Options{})
	arn := u.create("m", passes)
	u.e.account.mu.Lock()
	u.e.account.machines["m"].deleting = true
	u.e.account.mu.Unlock()
	for name, body := range map[string]string{
		"CreateStateMachine":         `{"name":"m","roleArn":"` + role + `","definition":` + quoted(passes) + `}`,
		"UpdateStateMachine":         `{"stateMachineArn":"` + arn + `","roleArn":"` + role + `"}`,
		"PublishStateMachineVersion": `{"stateMachineArn":"` + arn + `"}`,
		"StartExecution":             `{"stateMachineArn":"` + arn + `"}`,
	} {
		if status, body := u.post(name, body); status != 400 || text(body, "__type") != "StateMachineDeleting" {
			t.Errorf("%s: %d %v", name, status, body)
		}
	}
	out, err := u.DescribeStateMachine(context.Background(), &sfn.DescribeStateMachineInput{StateMachineArn: &arn})
	if err != nil || out.Status != types.StateMachineStatusDeleting {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestListStateMachines(t *testing.T) {
	u := serve(t, Options{})
	var want []string
	for i := range 7 {
		name := fmt.Sprintf("m%d", 9-i)
		u.create(name, passes)
		want = append(want, name)
	}
	var got []string
	p := sfn.NewListStateMachinesPaginator(u, &sfn.ListStateMachinesInput{MaxResults: 3})
	for p.HasMorePages() {
		out, err := p.NextPage(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range out.StateMachines {
			got = append(got, *m.Name)
		}
		if len(got) == 3 {
			// A list goes on where it was, whatever becomes of what was shown.
			if _, err := u.DeleteStateMachine(context.Background(), &sfn.DeleteStateMachineInput{StateMachineArn: out.StateMachines[2].StateMachineArn}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}

func TestMachinesRefused(t *testing.T) {
	u := serve(t, Options{})
	arn := u.create("m", passes)
	rest := `"name":"n","roleArn":"` + role + `","definition":` + quoted(passes)
	long := strings.Repeat("d", 257)
	var tags strings.Builder
	for i := range 51 {
		fmt.Fprintf(&tags, `,{"key":"k%d","value":""}`, i)
	}
	tests := []struct{ name, operation, body, code, part string }{
		{"name", "CreateStateMachine", `{"name":"a/b","roleArn":"` + role + `","definition":` + quoted(passes) + `}`, "InvalidName", "a/b"},
		{"role", "CreateStateMachine", `{"name":"n","roleArn":"role","definition":` + quoted(passes) + `}`, "InvalidArn", "role"},
		{"no JSON", "CreateStateMachine", `{"name":"n","roleArn":"` + role + `","definition":"{"}`, "InvalidDefinition", "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: "},
		{"no StartAt", "CreateStateMachine", `{"name":"n","roleArn":"` + role + `","definition":"{\"States\":{}}"}`, "InvalidDefinition", "SCHEMA_VALIDATION_FAILED: "},
		{"type", "CreateStateMachine", `{` + rest + `,"type":"FAST"}`, "ValidationException", "[STANDARD, EXPRESS]"},
		{"waits in Express", "CreateStateMachine", `{"name":"n","type":"EXPRESS","roleArn":"` + role + `","definition":` + quoted(waits) + `}`, "InvalidDefinition", "/States/T/Resource"},
		{"exists", "CreateStateMachine", `{"name":"m","roleArn":"` + role + `","definition":` + quoted(waits) + `}`, "StateMachineAlreadyExists", arn},
		{"exists, unpublished", "CreateStateMachine", `{"name":"m","publish":true,"roleArn":"` + role + `","definition":` + quoted(passes) + `}`, "StateMachineAlreadyExists", arn},
		{"description alone", "CreateStateMachine", `{` + rest + `,"versionDescription":"d"}`, "ValidationException", "publish"},
		{"description", "CreateStateMachine", `{` + rest + `,"publish":true,"versionDescription":"` + long + `"}`, "ValidationException", "256"},
		{"tags", "CreateStateMachine", `{` + rest + `,"tags":[` + tags.String()[1:] + `]}`, "TooManyTags", "50"},
		{"a tag of AWS", "CreateStateMachine", `{` + rest + `,"tags":[{"key":"aws:x","value":""}]}`, "ValidationException", "aws:x"},
		{"tags of strings", "CreateStateMachine", `{` + rest + `,"tags":["x"]}`, "SerializationException", "tags"},
		{"logging nowhere", "CreateStateMachine", `{` + rest + `,"loggingConfiguration":{"level":"ALL"}}`, "InvalidLoggingConfiguration", "Destination"},
		{"logging twice", "CreateStateMachine", `{` + rest + `,"loggingConfiguration":{"destinations":[{},{}]}}`, "InvalidLoggingConfiguration", "one"},
		{"logging to nothing", "CreateStateMachine", `{` + rest + `,"loggingConfiguration":{"destinations":[{}]}}`, "InvalidLoggingConfiguration", "log group"},
		{"log group", "CreateStateMachine", `{` + rest + `,"loggingConfiguration":{"level":"ALL","destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"arn:aws:logs:x"}}]}}`, "InvalidLoggingConfiguration", ":*"},
		{"level", "CreateStateMachine", `{` + rest + `,"loggingConfiguration":{"level":"SOME"}}`, "ValidationException", "loggingConfiguration.level"},
		{"tracing", "CreateStateMachine", `{` + rest + `,"tracingConfiguration":{"enabled":"yes"}}`, "SerializationException", "enabled"},
		{"encryption", "CreateStateMachine", `{` + rest + `,"encryptionConfiguration":{"type":"CUSTOMER_MANAGED_KMS_KEY"}}`, "InvalidEncryptionConfiguration", "kmsKeyId"},
		{"kind of encryption", "CreateStateMachine", `{` + rest + `,"encryptionConfiguration":{}}`, "ValidationException", "encryptionConfiguration.type"},
		{"period of keys", "CreateStateMachine", `{` + rest + `,"encryptionConfiguration":{"type":"AWS_OWNED_KEY","kmsDataKeyReusePeriodSeconds":59}}`, "ValidationException", "60"},
		{"nothing to update", "UpdateStateMachine", `{"stateMachineArn":"` + arn + `"}`, "MissingRequiredParameter", "Either the definition"},
		{"no such machine", "UpdateStateMachine", `{"stateMachineArn":"` + arn + `x","definition":` + quoted(passes) + `}`, "StateMachineDoesNotExist", arn + "x"},
		{"a version", "UpdateStateMachine", `{"stateMachineArn":"` + arn + `:1","roleArn":"` + role + `"}`, "InvalidArn", "qualified"},
		{"new role", "UpdateStateMachine", `{"stateMachineArn":"` + arn + `","roleArn":"me"}`, "InvalidArn", "me"},
		{"new definition", "UpdateStateMachine", `{"stateMachineArn":"` + arn + `","definition":"[]"}`, "InvalidDefinition", ""},
		{"new description alone", "UpdateStateMachine", `{"stateMachineArn":"` + arn + `","roleArn":"` + role + `","versionDescription":"d"}`, "ValidationException", "publish"},
		{"new logging", "UpdateStateMachine", `{"stateMachineArn":"` + arn + `","loggingConfiguration":{"level":"ALL"}}`, "InvalidLoggingConfiguration", ""},
		{"deleting a version so", "DeleteStateMachine", `{"stateMachineArn":"` + arn + `:1"}`, "InvalidArn", "qualified"},
		{"describing a version", "DescribeStateMachine", `{"stateMachineArn":"` + arn + `:1"}`, "StateMachineDoesNotExist", arn + ":1"},
		{"describing a child", "DescribeStateMachine", `{"stateMachineArn":"` + arn + `/label"}`, "StateMachineDoesNotExist", "label"},
		{"page", "ListStateMachines", `{"nextToken":"abc"}`, "InvalidToken", "Invalid Token"},
		{"page of another list", "ListStateMachines", `{"nextToken":"` + (page{list: "x"}).token(3) + `"}`, "InvalidToken", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := u.post(tt.operation, tt.body)
			if status != 400 || text(body, "__type") != tt.code || !strings.Contains(text(body, "message"), tt.part) {
				t.Errorf("%d %v", status, body)
			}
		})
	}
}

func TestVersions(t *testing.T) {
	u := serve(t, Options{})
	ctx := context.Background()
	arn := u.create("m", passes)
	publish := func(revision *string) (string, error) {
		out, err := u.PublishStateMachineVersion(ctx, &sfn.PublishStateMachineVersionInput{StateMachineArn: &arn, RevisionId: revision, Description: aws.String("d")})
		if err != nil {
			return "", err
		}
		return *out.StateMachineVersionArn, nil
	}
	for range 2 { // the same revision is the same version
		if v, err := publish(aws.String("INITIAL")); err != nil || v != arn+":1" {
			t.Fatal(v, err)
		}
	}
	for i := range 3 {
		if _, err := u.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{StateMachineArn: &arn, RoleArn: aws.String(fmt.Sprint(role, i))}); err != nil {
			t.Fatal(err)
		}
		if v, err := publish(nil); err != nil || v != fmt.Sprint(arn, ":", i+2) {
			t.Fatal(v, err)
		}
	}
	_, err := publish(aws.String("INITIAL"))
	wantCode(t, err, "ConflictException", "not the current one")

	remove := func(version string) error {
		_, err := u.DeleteStateMachineVersion(ctx, &sfn.DeleteStateMachineVersionInput{StateMachineVersionArn: &version})
		return err
	}
	for range 2 {
		if err := remove(arn + ":4"); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, remove(arn), "InvalidArn", "number")
	wantCode(t, remove(arn+"x:1"), "StateMachineDoesNotExist", arn)
	if v, err := publish(nil); err != nil || v != arn+":5" {
		t.Errorf("numbers are not used again: %s %v", v, err)
	}
	var got []string
	in := &sfn.ListStateMachineVersionsInput{StateMachineArn: &arn, MaxResults: 3}
	for {
		out, err := u.ListStateMachineVersions(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range out.StateMachineVersions {
			got = append(got, strings.TrimPrefix(*v.StateMachineVersionArn, arn))
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			break
		}
	}
	if d := cmp.Diff([]string{":5", ":3", ":2", ":1"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	_, err = u.ListStateMachineVersions(ctx, &sfn.ListStateMachineVersionsInput{StateMachineArn: aws.String(arn + "x")})
	wantCode(t, err, "StateMachineDoesNotExist", arn)
}

func TestMostVersions(t *testing.T) {
	u := serve(t, Options{})
	arn := u.create("m", passes)
	u.e.account.mu.Lock()
	m := u.e.account.machines["m"]
	for range mostVersions {
		m.publishCurrent("", time.Time{})
	}
	m.current = &revision{id: "other", machine: m.current.machine, definition: m.current.definition, role: role}
	u.e.account.mu.Unlock()
	for name, body := range map[string]string{
		"PublishStateMachineVersion": `{"stateMachineArn":"` + arn + `"}`,
		"UpdateStateMachine":         `{"stateMachineArn":"` + arn + `","publish":true,"roleArn":"` + role + `"}`,
	} {
		if status, body := u.post(name, body); status != 402 || text(body, "__type") != "ServiceQuotaExceededException" {
			t.Errorf("%s: %d %v", name, status, body)
		}
	}
}
