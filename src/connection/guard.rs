//! What must hold for a row of the table to apply. What it depends on, the machine knows.

closed_enum! {
    /// What must hold for a row to apply.
    #[non_exhaustive]
    pub enum Guard {
        /// No condition.
        Always = "always",
        /// The machine slept for 75 s or longer: the socket is not trusted.
        LongAsleep = "long_asleep",
        /// It slept for 10 to 75 s.
        Asleep = "asleep",
        /// It did not sleep, but on a page that is seen a server that answers was silent for long.
        AwakeInSilence = "awake_in_silence",
        /// It did not sleep, and nothing was silent for long.
        Awake = "awake",
        /// The oldest `ping` of the last 30 s without an answer is 10 s old at most.
        Answers = "answers",
        /// There is none.
        AnswersNothing = "answers_nothing",
        /// No probe is open: it is time for the first.
        ProbeUnsent = "probe_unsent",
        /// A probe is open, and its timer is more than 5 s late for the first time.
        ProbeLate = "probe_late",
        /// A probe by message is open that a server which answers should have answered.
        ProbeUnanswered = "probe_unanswered",
        /// The probe's time is over: the server answers, or the probe followed a wake.
        SilentGone = "silent_gone",
        /// The same, but the last reopening because of silence is not long ago.
        SilentAgain = "silent_again",
        /// The probe's time is over, and nothing follows from it but that the server is mute.
        SilentMute = "silent_mute",
        /// On a page that is seen, a server that answers was silent for long, and no probe is open.
        SilenceLong = "silence_long",
        /// The same, but for a shorter time, or a rate limit is not over.
        SilenceShort = "silence_short",
        /// The page is not seen, the server does not answer, or a probe is open already.
        SilenceMoot = "silence_moot",
        /// No refresh of the token was forced since the connection lasted.
        FirstRefusal = "first_refusal",
        /// A refresh was forced already, and another is allowed.
        LaterRefusal = "later_refusal",
        /// No further forced refresh is allowed.
        LastRefusal = "last_refusal",
        /// Closes with a suspect code, this one included, are too few to give up.
        SuspectTolerated = "suspect_tolerated",
        /// With this close they are enough to give up.
        SuspectLast = "suspect_last",
        /// The token is sent in a frame.
        AuthByFrame = "auth_by_frame",
        /// The token was sent in the URL.
        AuthByQuery = "auth_by_query",
    }
}
