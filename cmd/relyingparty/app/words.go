package app

// explained is a value of a claim with what it means.
type explained struct{ Value, Means string }

// explainAMR puts an authentication method reference into words (RFC 8176
// section 2).
func explainAMR(value string) explained {
	means := map[string]string{
		"pwd":  "A password was given.",
		"mfa":  "Factors of more than one kind were used.",
		"mca":  "A second channel was used: the approval did not travel the way the sign-in did.",
		"swk":  "A key kept in software signed.",
		"hwk":  "A key kept in hardware signed.",
		"pop":  "Possession of a key was proved; where the key is kept is not claimed.",
		"user": "A person was there and acted.",
		"otp":  "A one-time code was given.",
		"pin":  "A PIN was given.",
		"fpt":  "A fingerprint was checked.",
		"face": "A face was checked.",
		"sms":  "A text message was answered.",
		"kba":  "A question was answered.",
		"rba":  "The risk of this sign-in changed what was asked.",
		"sc":   "A smart card was used.",
	}[value]
	if means == "" {
		means = "This application has no words for this method."
	}
	return explained{Value: value, Means: means}
}

// explainACR puts an authentication context class into words.
func explainACR(value string) explained {
	means := map[string]string{
		"urn:countersign:acr:1":  "One factor.",
		"urn:countersign:acr:2":  "Two factors of different kinds.",
		"urn:countersign:acr:2n": "Two factors, with a number carried to a phone whose key is well protected.",
		"":                       "The provider did not say how strong the sign-in was.",
		"0":                      "Long-lived sign-in; its strength is not claimed.",
	}[value]
	if means == "" {
		means = "This application has no words for this class."
	}
	return explained{Value: value, Means: means}
}
