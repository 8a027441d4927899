package endpoint

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"
)

// published makes a machine with two versions, which give "one" and "two".
func published(u user) string {
	u.t.Helper()
	gives := func(s string) string {
		return `{"StartAt":"P","States":{"P":{"Type":"Pass","Result":"` + s + `","End":true}}}`
	}
	arn := u.create("m", gives("one"))
	if _, err := u.PublishStateMachineVersion(context.Background(), &sfn.PublishStateMachineVersionInput{StateMachineArn: &arn}); err != nil {
		u.t.Fatal(err)
	}
	if _, err := u.UpdateStateMachine(context.Background(), &sfn.UpdateStateMachineInput{StateMachineArn: &arn, Definition: aws.String(gives("two")), Publish: true}); err != nil {
		u.t.Fatal(err)
	}
	return arn
}

func routing(versions ...any) []types.RoutingConfigurationListItem {
	var list []types.RoutingConfigurationListItem
	for i := 0; i < len(versions); i += 2 {
		list = append(list, types.RoutingConfigurationListItem{StateMachineVersionArn: aws.String(versions[i].(string)), Weight: int32(versions[i+1].(int))})
	}
	return list
}

// An alias shares executions out by weight, by the same rule for the same seed.
func TestWeights(t *testing.T) {
	counts := func(seed uint64) (list []string, ones int) {
		u := serve(t, Options{Seed: seed})
		arn := published(u)
		a, err := u.CreateStateMachineAlias(context.Background(), &sfn.CreateStateMachineAliasInput{Name: aws.String("live"), RoutingConfiguration: routing(arn+":1", 80, arn+":2", 20)})
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			end := u.end(u.start(*a.StateMachineAliasArn, "", ""))
			want := map[string]string{`"one"`: arn + ":1", `"two"`: arn + ":2"}[*end.Output]
			if *end.StateMachineVersionArn != want || *end.StateMachineAliasArn != arn+":live" || *end.StateMachineArn != arn {
				t.Errorf("%s of %s by %s", *end.Output, *end.StateMachineVersionArn, *end.StateMachineAliasArn)
			}
			if *end.Output == `"one"` {
				ones++
			}
			list = append(list, *end.Output)
		}
		out, err := u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: aws.String(arn + ":1")})
		if err != nil || len(out.Executions) != ones {
			t.Errorf("%d executions of version 1, %v, want %d", len(out.Executions), err, ones)
		}
		return list, ones
	}
	first, ones := counts(1)
	if ones < 60 || ones > 95 {
		t.Errorf("%d of 100 for a weight of 80", ones)
	}
	again, _ := counts(1)
	if d := cmp.Diff(first, again); d != "" {
		t.Errorf("another choice for the same seed:\n%s", d)
	}
}

func TestAlias(t *testing.T) {
	u := serve(t, Options{})
	ctx := context.Background()
	arn := published(u)
	in := &sfn.CreateStateMachineAliasInput{Name: aws.String("live"), Description: aws.String("d"), RoutingConfiguration: routing(arn+":1", 100)}
	for range 2 {
		out, err := u.CreateStateMachineAlias(ctx, in)
		if err != nil || *out.StateMachineAliasArn != arn+":live" {
			t.Fatal(out, err)
		}
	}
	in.Description = aws.String("other")
	_, err := u.CreateStateMachineAlias(ctx, in)
	wantCode(t, err, "ConflictException", arn+":live")

	_, err = u.DeleteStateMachineVersion(ctx, &sfn.DeleteStateMachineVersionInput{StateMachineVersionArn: aws.String(arn + ":1")})
	wantCode(t, err, "ConflictException", arn+":live")
	live := aws.String(arn + ":live")
	if _, err := u.UpdateStateMachineAlias(ctx, &sfn.UpdateStateMachineAliasInput{StateMachineAliasArn: live, Description: aws.String("e"), RoutingConfiguration: routing(arn+":2", 100)}); err != nil {
		t.Fatal(err)
	}
	if _, err = u.DeleteStateMachineVersion(ctx, &sfn.DeleteStateMachineVersionInput{StateMachineVersionArn: aws.String(arn + ":1")}); err != nil {
		t.Fatal(err)
	}
	out, err := u.DescribeStateMachineAlias(ctx, &sfn.DescribeStateMachineAliasInput{StateMachineAliasArn: live})
	if err != nil {
		t.Fatal(err)
	}
	if *out.Name != "live" || *out.Description != "e" || len(out.RoutingConfiguration) != 1 || *out.RoutingConfiguration[0].StateMachineVersionArn != arn+":2" || out.RoutingConfiguration[0].Weight != 100 {
		t.Errorf("%+v", out)
	}
	if _, err := u.CreateStateMachineAlias(ctx, &sfn.CreateStateMachineAliasInput{Name: aws.String("next"), RoutingConfiguration: routing(arn+":2", 100)}); err != nil {
		t.Fatal(err)
	}
	list := func(of string) (names []string) {
		t.Helper()
		in := &sfn.ListStateMachineAliasesInput{StateMachineArn: &of, MaxResults: 1}
		for {
			out, err := u.ListStateMachineAliases(ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range out.StateMachineAliases {
				names = append(names, strings.TrimPrefix(*a.StateMachineAliasArn, arn))
			}
			if in.NextToken = out.NextToken; in.NextToken == nil {
				return names
			}
		}
	}
	if d := cmp.Diff([]string{":next", ":live"}, list(arn)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{":next", ":live"}, list(arn+":2")); d != "" {
		t.Errorf("of version 2 (-want +got):\n%s", d)
	}
	_, err = u.ListStateMachineAliases(ctx, &sfn.ListStateMachineAliasesInput{StateMachineArn: aws.String(arn + ":1")})
	wantCode(t, err, "ResourceNotFound", arn+":1")
	if _, err := u.DeleteStateMachineAlias(ctx, &sfn.DeleteStateMachineAliasInput{StateMachineAliasArn: live}); err != nil {
		t.Fatal(err)
	}
	_, err = u.DescribeStateMachineAlias(ctx, &sfn.DescribeStateMachineAliasInput{StateMachineAliasArn: live})
	wantCode(t, err, "ResourceNotFound", arn+":live")
	if d := cmp.Diff([]string{":next"}, list(arn)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAliasesRefused(t *testing.T) {
	u := serve(t, Options{})
	arn := published(u)
	other := u.create("other", passes)
	to := func(items ...any) string {
		var b strings.Builder
		for i := 0; i < len(items); i += 2 {
			fmt.Fprintf(&b, `,{"stateMachineVersionArn":"%v","weight":%v}`, items[i], items[i+1])
		}
		if b.Len() == 0 {
			return `"routingConfiguration":[]`
		}
		return `"routingConfiguration":[` + b.String()[1:] + `]`
	}
	tests := []struct{ name, operation, body, code, part string }{
		{"number for a name", "CreateStateMachineAlias", `{"name":"12",` + to(arn+":1", 100) + `}`, "InvalidName", "12"},
		{"name", "CreateStateMachineAlias", `{"name":"a b",` + to(arn+":1", 100) + `}`, "InvalidName", "a b"},
		{"long name", "CreateStateMachineAlias", `{"name":"` + strings.Repeat("a", 81) + `",` + to(arn+":1", 100) + `}`, "InvalidName", "aaa"},
		{"weights", "CreateStateMachineAlias", `{"name":"a",` + to(arn+":1", 60, arn+":2", 50) + `}`, "ValidationException", "110"},
		{"weight", "CreateStateMachineAlias", `{"name":"a",` + to(arn+":1", 101) + `}`, "ValidationException", "less than or equal to 100"},
		{"no weight", "CreateStateMachineAlias", `{"name":"a",` + to(arn+":1", "null") + `}`, "ValidationException", "weight"},
		{"no routes", "CreateStateMachineAlias", `{"name":"a",` + to() + `}`, "ValidationException", "not 0"},
		{"three routes", "CreateStateMachineAlias", `{"name":"a",` + to(arn+":1", 50, arn+":2", 50, arn+":3", 0) + `}`, "ValidationException", "not 3"},
		{"twice", "CreateStateMachineAlias", `{"name":"a",` + to(arn+":1", 50, arn+":1", 50) + `}`, "ValidationException", "same"},
		{"two machines", "CreateStateMachineAlias", `{"name":"a",` + to(arn+":1", 50, other+":1", 50) + `}`, "ValidationException", "different"},
		{"no such version", "CreateStateMachineAlias", `{"name":"a",` + to(arn+":9", 100) + `}`, "ResourceNotFound", arn + ":9"},
		{"no such machine", "CreateStateMachineAlias", `{"name":"a",` + to(arn+"x:1", 100) + `}`, "ResourceNotFound", arn + "x"},
		{"no version", "CreateStateMachineAlias", `{"name":"a",` + to(arn, 100) + `}`, "InvalidArn", "number"},
		{"no ARN", "CreateStateMachineAlias", `{"name":"a",` + to("v", 100) + `}`, "InvalidArn", "v"},
		{"nothing to update", "UpdateStateMachineAlias", `{"stateMachineAliasArn":"` + arn + `:live"}`, "ValidationException", "Either"},
		{"no such alias", "UpdateStateMachineAlias", `{"stateMachineAliasArn":"` + arn + `:gone","description":""}`, "ResourceNotFound", "gone"},
		{"another machine's", "UpdateStateMachineAlias", `{"stateMachineAliasArn":"` + arn + `:live",` + to(other+":1", 100) + `}`, "ValidationException", "another"},
		{"new routes", "UpdateStateMachineAlias", `{"stateMachineAliasArn":"` + arn + `:live",` + to(arn+":7", 100) + `}`, "ResourceNotFound", ":7"},
		{"deleting what is not there", "DeleteStateMachineAlias", `{"stateMachineAliasArn":"` + arn + `:gone"}`, "ResourceNotFound", "gone"},
	}
	if status, body := u.post("CreateStateMachineAlias", `{"name":"live",`+to(arn+":1", 100)+`}`); status != 200 {
		t.Fatal(body)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := u.post(tt.operation, tt.body)
			if status != 400 || text(body, "__type") != tt.code || !strings.Contains(text(body, "message"), tt.part) {
				t.Errorf("%d %v", status, body)
			}
		})
	}
	for i := range mostAliases - 1 {
		if status, body := u.post("CreateStateMachineAlias", fmt.Sprintf(`{"name":"a%d",%s}`, i, to(arn+":1", 100))); status != 200 {
			t.Fatal(body)
		}
	}
	if status, body := u.post("CreateStateMachineAlias", `{"name":"more",`+to(arn+":1", 100)+`}`); status != 402 || text(body, "__type") != "ServiceQuotaExceededException" {
		t.Errorf("one more: %d %v", status, body)
	}
}

// A ValidationException tells its reason, as the API model has it.
func TestReason(t *testing.T) {
	u := serve(t, Options{})
	_, body := u.post("CreateStateMachineAlias", `{"name":"a","routingConfiguration":[]}`)
	if got := text(body, "reason"); got != string(types.ValidationExceptionReasonInvalidRoutingConfiguration) {
		t.Errorf("%v", body)
	}
}
