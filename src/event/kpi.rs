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
        /// The KPI that was read.
        #[twin("measureId")]
        pub kpi_id: KpiId,
        /// The value, in the KPI's own unit.
        pub value: FiniteNumber,
        /// The day that the value is for.
        pub date: CalendarDate,
        /// A remark.
        pub note: Option<String>,
        /// When it was recorded.
        pub recorded_at: Timestamp,
        /// Who recorded it.
        pub recorded_by: UserId,
        /// Progress towards the target in percent; may pass 100.
        pub progress: Option<TargetProgress>,
    }
}
