package deploy

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var ireland = Place{Partition: "aws", Region: "eu-west-1", Account: "123456789012"}

func TestARN(t *testing.T) {
	china := Place{Partition: "aws-cn", Region: "cn-north-1", Account: "123456789012"}
	tests := []struct {
		place Place
		of    Resource
		want  string
	}{
		{ireland, &Role{Name: "r"}, "arn:aws:iam::123456789012:role/r"},
		{ireland, &Policy{Role: "r", Name: "p"}, ""},
		{ireland, &LogGroup{Name: "/aws/vendedlogs/states/daily"}, "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/daily"},
		{china, &Machine{Name: "daily"}, "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:daily"},
		{ireland, &Version{Machine: "daily", Number: 12}, "arn:aws:states:eu-west-1:123456789012:stateMachine:daily:12"},
		{ireland, &Alias{Machine: "daily", Name: "live"}, "arn:aws:states:eu-west-1:123456789012:stateMachine:daily:live"},
		{ireland, &ScheduleGroup{Name: "g"}, "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/g"},
		{ireland, &Schedule{Group: "g", Name: "nightly"}, "arn:aws:scheduler:eu-west-1:123456789012:schedule/g/nightly"},
		{ireland, &Rule{Bus: "default", Name: "late"}, "arn:aws:events:eu-west-1:123456789012:rule/late"},
		{ireland, &Rule{Bus: "orders", Name: "late"}, "arn:aws:events:eu-west-1:123456789012:rule/orders/late"},
	}
	for _, test := range tests {
		if got := test.place.ARN(test.of.ID()); got != test.want {
			t.Errorf("ARN(%s) = %q, want %q", test.of.ID(), got, test.want)
		}
	}
}

func TestStateMachine(t *testing.T) {
	tests := []struct {
		arn, machine, qualifier string
		ok                      bool
	}{
		{"arn:aws:states:eu-west-1:1:stateMachine:daily", "daily", "", true},
		{"arn:aws:states:eu-west-1:1:stateMachine:daily:live", "daily", "live", true},
		{"arn:aws:states:eu-west-1:1:stateMachine:daily-2:7", "daily-2", "7", true},
		{"arn:aws:sns:eu-west-1:1:daily", "", "", false},
		{"daily:stateMachine:x", "", "", false},
	}
	for _, test := range tests {
		machine, qualifier, ok := StateMachine(test.arn)
		if machine != test.machine || qualifier != test.qualifier || ok != test.ok {
			t.Errorf("StateMachine(%s) = %q, %q, %t", test.arn, machine, qualifier, ok)
		}
	}
}

func TestCompareIDs(t *testing.T) {
	want := []ID{
		{KindRule, "default", "a"},
		{KindRule, "default", "b"},
		{KindRule, "orders", "a"},
		{KindVersion, "daily", "2"},
		{KindVersion, "daily", "10"},
		{KindVersion, "daily", "11"},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, ID.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sorted (-want +got):\n%s", diff)
	}
}
