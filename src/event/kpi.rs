//! KPIs, in older texts called measures.

use crate::value::{
    CalendarDate, FiniteNumber, KpiId, ReadingId, TargetProgress, TenantId, Timestamp, UserId,
};

payload! {
    /// A value of a KPI was recorded.
    pub struct KpiReadingCreated {
        /// The tenant that the KPI belongs to.
        pub tenant_id: TenantId,
        /// The new reading.
        pub reading_id: ReadingId,
        /// The KPI that the value belongs to.
        #[twin("measureId")]
        pub kpi_id: KpiId,
        /// The recorded value, in the KPI's own unit.
        pub value: FiniteNumber,
        /// The day that the value is for.
        pub date: CalendarDate,
        /// A note on the value.
        #[setter(with_note)]
        pub note: Option<String>,
        /// When the value was recorded.
        pub recorded_at: Timestamp,
        /// The user who recorded it.
        pub recorded_by: UserId,
        /// The progress towards the KPI's target in percent: 0 or more, and over 100 beyond the
        /// target.
        #[setter(with_progress)]
        pub progress: Option<TargetProgress>,
    }
}
