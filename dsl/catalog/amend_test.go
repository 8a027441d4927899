package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAmend(t *testing.T) {
	derived := []Statement{
		{Actions: []string{"batch:DescribeJobs", "batch:SubmitJob"}, Resources: []string{"*"}},
		{
			Actions: []string{"iam:PassRole"}, Resources: []string{"arn:aws:iam::*:role/a"},
			Conditions: []Condition{{Test: "StringEquals", Key: "iam:PassedToService", Value: "ecs.amazonaws.com"}},
		},
		{
			Actions: []string{"iam:PassRole"}, Resources: []string{"arn:aws:iam::*:role/b"},
			Conditions: []Condition{{Test: "StringEquals", Key: "iam:PassedToService", Value: "glue.amazonaws.com"}},
		},
	}
	one := func(action, resource string, conditions ...Condition) Statement {
		s := Statement{Actions: []string{action}, Conditions: conditions}
		if resource != "" {
			s.Resources = []string{resource}
		}
		return s
	}
	tests := []struct {
		name           string
		replace, allow []Statement
		want           string
		unused         [][]string
	}{
		{
			name:  "nothing but an addition",
			allow: []Statement{one("batch:SubmitJob", "arn:aws:batch:*:*:job-queue/x"), one("s3:GetObject", "arn:aws:s3:::a/*")},
			want: "batch:DescribeJobs batch:SubmitJob ON *\n" +
				"iam:PassRole ON arn:aws:iam::*:role/a IF StringEquals iam:PassedToService ecs.amazonaws.com\n" +
				"iam:PassRole ON arn:aws:iam::*:role/b IF StringEquals iam:PassedToService glue.amazonaws.com\n" +
				"s3:GetObject ON arn:aws:s3:::a/*\n",
			unused: [][]string{},
		},
		{
			name:    "the first that names an action counts, and one that does not come to it is used all the same",
			replace: []Statement{one("BATCH:submit*", "arn:aws:batch:*:*:job-queue/x"), one("batch:*", "arn:aws:batch:*:*:job/y")},
			want: "batch:DescribeJobs ON arn:aws:batch:*:*:job/y\nbatch:SubmitJob ON arn:aws:batch:*:*:job-queue/x\n" +
				"iam:PassRole ON arn:aws:iam::*:role/a IF StringEquals iam:PassedToService ecs.amazonaws.com\n" +
				"iam:PassRole ON arn:aws:iam::*:role/b IF StringEquals iam:PassedToService glue.amazonaws.com\n",
			unused: [][]string{nil, nil},
		},
		{
			name:    "taken away, and a role of each service with its own condition",
			replace: []Statement{one("batch:*", ""), one("iam:PassRole", "arn:aws:iam::*:role/c")},
			want: "iam:PassRole ON arn:aws:iam::*:role/c IF StringEquals iam:PassedToService ecs.amazonaws.com\n" +
				"iam:PassRole ON arn:aws:iam::*:role/c IF StringEquals iam:PassedToService glue.amazonaws.com\n",
			unused: [][]string{nil, nil},
		},
		{
			name:    "a condition of the same test and key wins",
			replace: []Statement{one("iam:PassRole", "arn:aws:iam::*:role/c", Condition{Test: "StringEquals", Key: "iam:PassedToService", Value: "x"}), one("batch:*", ""), one("s3:*", "*")},
			want:    "iam:PassRole ON arn:aws:iam::*:role/c IF StringEquals iam:PassedToService x\n",
			unused:  [][]string{nil, nil, {"s3:*"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, unused := Amend(derived, tt.replace, tt.allow)
			if diff := cmp.Diff(tt.want, lines(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.unused, unused); diff != "" {
				t.Errorf("unused (-want +got):\n%s", diff)
			}
		})
	}
}

// A policy without anything said of it stays as it is; an action that is taken
// away is gone, and nothing else is.
func TestAmendKeeps(t *testing.T) {
	actions := []string{"a:One", "a:Two", "b:One"}
	resources := []string{"*", "arn:aws:a:::x", "arn:aws:a:::x*", "arn:aws:b:::y"}
	rapid.Check(t, func(t *rapid.T) {
		var uses []Use
		for range rapid.IntRange(1, 6).Draw(t, "uses") {
			uses = append(uses, Use{Allow: []Allow{{
				Actions:  []string{rapid.SampledFrom(actions).Draw(t, "action")},
				Resource: rapid.SampledFrom(resources).Draw(t, "resource"),
			}}})
		}
		policy := Policy(uses, Where{})
		same, _ := Amend(policy, nil, nil)
		if diff := cmp.Diff(policy, same); diff != "" {
			t.Fatalf("nothing said (-want +got):\n%s", diff)
		}
		gone := rapid.SampledFrom(actions).Draw(t, "gone")
		left, unused := Amend(policy, []Statement{{Actions: []string{gone}}}, nil)
		var kept []Use
		for _, u := range uses {
			if u.Allow[0].Actions[0] != gone {
				kept = append(kept, u)
			}
		}
		if diff := cmp.Diff(lines(Policy(kept, Where{})), lines(left)); diff != "" {
			t.Fatalf("without %s (-want +got):\n%s", gone, diff)
		}
		if used := len(kept) != len(uses); used == slices.Contains(unused[0], gone) {
			t.Fatalf("%s used: %v, unused %v", gone, used, unused)
		}
	})
}

func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		pattern, action string
		want            bool
	}{
		{"s3:GetObject", "s3:getobject", true},
		{"s3:Get*", "s3:GetObject", true},
		{"s3:*Object", "s3:GetObject", true},
		{"s3:*Object", "s3:GetObjects", false},
		{"s3:?etObject", "s3:GetObject", true},
		{"s3:?", "s3:", false},
		{"s3:**", "s3:", true},
		{"s3", "s3:GetObject", false},
	} {
		if got := Covers(tt.pattern, tt.action); got != tt.want {
			t.Errorf("Covers(%q, %q) = %v", tt.pattern, tt.action, got)
		}
	}
}

func TestKnownActions(t *testing.T) {
	for _, action := range []string{"s3:GetObject", "iam:PassRole", "execute-api:Invoke", "logs:PutLogEvents"} {
		if !slices.Contains(KnownActions(), action) {
			t.Errorf("%s is not known", action)
		}
	}
	for _, prefix := range []string{"elasticmapreduce", "s3", "states", "xray", "execute-api"} {
		if !slices.Contains(KnownPrefixes(), prefix) {
			t.Errorf("%s: is not known", prefix)
		}
	}
	if got := ServicesOf("bedrock"); !slices.Contains(got, "bedrockruntime") || !slices.IsSorted(got) {
		t.Errorf("services of bedrock: %v", got)
	}
}

// Several values of a condition stand as a list, one as itself.
func TestConditionValues(t *testing.T) {
	got := string(AppendJSON(nil, []Statement{{
		Actions: []string{"s3:GetObject"}, Resources: []string{"*"},
		Conditions: []Condition{{"StringLike", "a:b", "<1>"}, {"StringLike", "a:b", "2"}, {"StringLike", "a:b", "3"}, {"Bool", "c:d", "true"}},
	}}))
	want := `      "Condition": {
        "Bool": {
          "c:d": "true"
        },
        "StringLike": {
          "a:b": [
            "<1>",
            "2",
            "3"
          ]
        }
      }`
	if !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
}
